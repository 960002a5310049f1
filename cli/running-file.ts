import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isRunning } from '../platform/servers/process-identity.ts';
import type { ProcessIdentity } from '../platform/servers/process-identity.ts';

const schema = z.object({
  owner: z.object({ pid: z.number(), started: z.string() }),
  /** Variables that a further worker or a command needs to join; hold secrets. */
  environment: z.record(z.string(), z.string()),
  addresses: z.record(z.string(), z.string()),
});

/** What `autonomos up` or the demo has brought up. */
export type Running = z.infer<typeof schema>;

/** Tells other processes of the same user what runs; readable by the owner alone. */
export const writeRunning = (file: string, running: Running & { readonly owner: ProcessIdentity }): void => {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.next`;
  writeFileSync(next, JSON.stringify(running), { mode: 0o600 });
  renameSync(next, file);
};

/** What runs now, or null; what a killed process left does not count. */
export const readRunning = (file: string): Running | null => {
  try {
    const running = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return isRunning(running.owner) ? running : null;
  } catch {
    return null;
  }
};

export const removeRunning = (file: string): void => {
  rmSync(file, { force: true });
};
