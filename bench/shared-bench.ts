import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from '../cli/installation.ts';
import { say } from './bench-platform.ts';

/** Other tools and the smallest programs of the same kind, where they lie beside the checkout. */
export const sharedBench = join(installation.root, '..', 'shared', 'bench');

/** One of those programs, put where it finds this checkout's packages; null, and said, where there is none. */
export const boundProgram = (name: string): string | null => {
  const program = join(sharedBench, 'peers', 'node', name);
  if (!existsSync(program)) {
    say(`there is no ../shared/bench: nothing is held against its ${name}`);
    return null;
  }
  const folder = join(installation.folder, 'bench', 'bounds');
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, 'node_modules'), { force: true });
  symlinkSync(join(installation.root, 'node_modules'), join(folder, 'node_modules'));
  copyFileSync(program, join(folder, name));
  return join(folder, name);
};
