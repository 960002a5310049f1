import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdirSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './bench-platform.ts';
import { sharedBench } from './shared-bench.ts';

const tools = ['dlt', 'sling'] as const;

/** Installs the other tools at their pinned versions into `work` and makes the data, once; by pip and npm. */
export const preparePeers = (work: string): void => {
  const run = (program: string, ...words: readonly string[]): void => {
    execFileSync(program, words, { cwd: work, stdio: ['ignore', 2, 2] });
  };
  for (const tool of tools) {
    const pip = join(work, 'venv', tool, 'bin', 'pip');
    if (existsSync(pip)) continue;
    say(`${tool} is installed …`);
    run('python3', '-m', 'venv', join('venv', tool));
    run(pip, 'install', '--quiet', '--requirement', join(sharedBench, 'peers/requirements', `${tool}.txt`));
  }
  for (const program of globSync(join(work, 'venv/sling/lib/*/site-packages/*/bin/sling-linux-amd64')))
    chmodSync(program, 0o755);
  if (!existsSync(join(work, 'node/node_modules'))) {
    mkdirSync(join(work, 'node'), { recursive: true });
    copyFileSync(join(sharedBench, 'peers/node/package.json'), join(work, 'node/package.json'));
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], {
      cwd: join(work, 'node'),
      stdio: ['ignore', 2, 2],
    });
  }
  if (!existsSync(join(work, 'data/100k/MANIFEST.json')))
    run('python3', join(sharedBench, 'gen.py'), 'csv', '--contacts', '100000', '--out', 'data/100k');
};
