import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../platform/operations/make-folder.ts';

const schema = z.object({
  url: z.url(),
  access_token: z.string(),
  refresh_token: z.string(),
  /** Milliseconds since 1970. */
  expires_at: z.number(),
  /** The demo's admin, signed in without being asked. */
  demo: z.boolean(),
});

/** A signed-in session of this user with an API; holds secrets. */
export type StoredSession = z.infer<typeof schema>;

/** The session of `autonomos login`, or null. */
export const readSession = (file: string): StoredSession | null => {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};

/** Keeps a session, readable by the owner alone. */
export const writeSession = (file: string, session: StoredSession): void => {
  makeFolder(dirname(file));
  const next = `${file}.${process.pid}`;
  writeFileSync(next, JSON.stringify(session), { mode: 0o600 });
  renameSync(next, file);
};

export const removeSession = (file: string): void => {
  rmSync(file, { force: true });
};
