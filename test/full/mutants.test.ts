import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { testFolder } from '../support/services.ts';
import { mutants, withoutGuard } from './mutants.ts';
import type { Mutant } from './mutants.ts';

/**
 * Proves the tests: each guard is taken away in a copy of the checkout, and a named test must then fail by one of its own
 * expectations. The copy runs on the servers of this run.
 */
const root = join(import.meta.dirname, '..', '..');
const linked = ['node_modules', join('.autonomos', 'bin')];
const leftOut = new Set(['node_modules', '.autonomos', '.git', '.next']);

let copy: string;
beforeAll(async () => {
  copy = await mkdtemp(join(testFolder(), 'mutants-'));
  for (const name of await readdir(root)) {
    if (leftOut.has(name)) continue;
    await cp(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !leftOut.has(basename(path)),
    });
  }
  await mkdir(join(copy, '.autonomos'));
  for (const name of linked) await symlink(join(root, name), join(copy, name));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

interface Outcome {
  readonly status: string;
  readonly failures: readonly string[];
}

/** Runs one test of the copy by its name. */
const run = async ({ file, name }: Mutant['test']): Promise<Outcome> => {
  const results = join(copy, 'results.json');
  await rm(results, { force: true });
  const pattern = `^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  const child = spawn(
    process.execPath,
    [
      join('node_modules', 'jest', 'bin', 'jest.js'),
      ...[file, '--testNamePattern', pattern, '--selectProjects', 'service'],
      ...['--ci', '--silent', '--json', '--outputFile', results],
    ],
    {
      cwd: copy,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, CHROMIUM: process.env['TEST_CHROMIUM'] },
    },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  await once(child, 'exit');
  const { testResults } = JSON.parse(await readFile(results, 'utf8').catch(() => '{"testResults":[]}')) as {
    testResults: { assertionResults: { status: string; title: string; failureMessages: string[] }[] }[];
  };
  const found = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ title, status }) => title === name && status !== 'pending');
  if (found === undefined)
    throw new Error(`${file} has no test "${name}", or it did not run\n${log.slice(-4_000)}`);
  return { status: found.status, failures: found.failureMessages };
};

const named = [...new Map(mutants.map(({ test: each }) => [each.name, each])).values()];
test.each(named)(
  '$name: green with its guard',
  async (each) => {
    expect(await run(each)).toEqual({ status: 'passed', failures: [] });
  },
  600_000,
);

test.each(mutants)(
  '$test.name: red without "$guard"',
  async (mutant) => {
    const file = join(copy, mutant.file);
    const text = await readFile(file, 'utf8');
    await writeFile(file, withoutGuard(mutant, text));
    try {
      const { status, failures } = await run(mutant.test);
      expect(status).toBe('failed');
      // By an expectation of its own, and not because nothing works any more.
      expect(failures.join('\n')).toContain('expect(');
      console.info(`${mutant.guard}: ${failures[0]?.split('\n').slice(0, 12).join('\n') ?? ''}`);
    } finally {
      await writeFile(file, text);
    }
  },
  600_000,
);
