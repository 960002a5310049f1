import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(project, '.autonomos/workflows');
const bundler = join(import.meta.dirname, 'bundle.ts');

/** Everything that a bundle is made from: the import rules keep other folders out of workflow code. */
const sources = [
  'workflows/**/*.ts',
  'domain/**/*.{ts,json}',
  'temporal/workflow-bundle/*.ts',
  'package-lock.json',
];

/**
 * The code of all workflows, as `Worker.create` takes it. It is bundled once for each state of the sources, by a process of its
 * own: the bundler's memory, as much as all of a worker's, does not stay behind. `traced` adds what records workflow spans.
 */
export const loadWorkflowBundle = async (traced: boolean): Promise<{ readonly code: string }> => {
  const path = join(folder, `${await digest(traced)}.js`);
  if (!existsSync(path)) await bundleInto(path, traced);
  return { code: await readFile(path, 'utf8') };
};

/** The place counts too, for stack traces name it. */
const digest = async (traced: boolean): Promise<string> => {
  const hash = createHash('sha256').update(JSON.stringify([project, process.version, traced]));
  for (const file of globSync(sources, { cwd: project }).sort())
    hash.update(`\n${file}\n`).update(await readFile(join(project, file)));
  return hash.digest('hex').slice(0, 32);
};

const bundleInto = async (path: string, traced: boolean): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const child = fork(bundler, [path, String(traced)], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new Error(`the workflows could not be bundled: ${String(signal ?? code)}`);
};
