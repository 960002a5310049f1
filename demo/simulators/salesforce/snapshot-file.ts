import { readFile, rename, writeFile } from 'node:fs/promises';
import type { AuthorizationServer, AuthorizationSnapshot } from './authorization-server.ts';
import type { Org, OrgSnapshot } from './org.ts';

const quietMs = 200;

interface Snapshot {
  readonly org: OrgSnapshot;
  readonly authorization: AuthorizationSnapshot;
}

const read = async (path: string): Promise<Snapshot | null> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Snapshot;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/**
 * Restores the org from `path` and writes it back a moment after changes, whole and by renaming, so that a kill leaves the
 * former snapshot. Without a path nothing is kept. `flush` writes what is outstanding.
 */
export const keepSnapshots = async (
  path: string | undefined,
  org: Org,
  authorization: AuthorizationServer,
): Promise<{ readonly flush: () => Promise<void> }> => {
  if (path === undefined) return { flush: () => Promise.resolve() };
  const former = await read(path);
  if (former !== null) {
    org.restore(former.org);
    authorization.restore(former.authorization);
  }
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const write = async (): Promise<void> => {
    const snapshot: Snapshot = { org: org.snapshot(), authorization: authorization.snapshot() };
    await writeFile(`${path}.part`, JSON.stringify(snapshot), { mode: 0o600 });
    await rename(`${path}.part`, path);
  };
  const flush = (): Promise<void> => {
    const outstanding = timer !== undefined;
    clearTimeout(timer);
    timer = undefined;
    if (outstanding) writing = writing.then(write, write);
    return writing;
  };
  const changed = (): void => {
    timer ??= setTimeout(() => void flush(), quietMs);
  };
  org.changed = changed;
  authorization.changed = changed;
  return { flush };
};
