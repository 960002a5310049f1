import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isRunning } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { Progress } from './progress.ts';

/** A file that names the process which may use what lies beside it. */
export interface Claim {
  release(): void;
}

/** The claim, or who holds it. A claim of a process that has ended is nobody's. */
export const tryClaim = (file: string): Claim | ProcessIdentity => {
  mkdirSync(dirname(file), { recursive: true });
  const me = identify(process.pid) ?? { pid: process.pid, started: '' };
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(me));
  try {
    for (;;) {
      if (link(mine, file)) {
        return {
          release: () => {
            if (read(file)?.pid === me.pid) rmSync(file, { force: true });
          },
        };
      }
      const holder = read(file);
      if (holder !== null && isRunning(holder)) return holder;
      setAside(file, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
};

export const isClaim = (answer: Claim | ProcessIdentity): answer is Claim => 'release' in answer;

/** Waits until the claim is ours; says whom it waits for. */
export const claim = async (file: string, onProgress: Progress): Promise<Claim> => {
  for (let told = false; ; told = true) {
    const answer = tryClaim(file);
    if (isClaim(answer)) return answer;
    if (!told) onProgress(`waiting for process ${answer.pid}, which holds ${file}`);
    await sleep(250);
  }
};

const link = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const read = (file: string): ProcessIdentity | null => {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : null;
  } catch {
    return null;
  }
};

/** Two processes may find the same dead claim: the one that moved a live claim away by that puts it back. */
const setAside = (file: string, aside: string): void => {
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved !== null && isRunning(moved)) link(aside, file);
  rmSync(aside, { force: true });
};
