import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bootstrap = join(import.meta.dirname, '..', '..', '..', 'scripts', 'bootstrap.mjs');

/** A project of the same shape, whose only package stands for the Node that ours brings: no network is needed. */
const makeProject = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write(
    'package.json',
    JSON.stringify({ name: 'trial', type: 'module', devDependencies: { node: 'file:brought' } }),
  );
  write('brought/package.json', JSON.stringify({ name: 'node', version: '24.0.0' }));
  write('brought/bin/node', `#!/bin/sh\nBROUGHT=yes exec ${process.execPath} "$@"\n`);
  chmodSync(join(folder, 'brought/bin/node'), 0o755);
  write(
    'bench/main.ts',
    `const [, , what] = process.argv;
     process.stdout.write(JSON.stringify({ brought: process.env.BROUGHT, words: process.argv.slice(2) }) + '\\n');
     if (what === 'wait') setInterval(() => undefined, 1000);
     else process.exitCode = Number(what);`,
  );
  cpSync(bootstrap, join(folder, 'scripts', 'bootstrap.mjs'));
  return folder;
};

describe('the bootstrap', () => {
  const project = makeProject();
  const script = join(project, 'scripts', 'bootstrap.mjs');
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [script, ...words], {
      encoding: 'utf8',
      timeout: 90_000,
      env: { ...process.env, CI: '' },
    });

  afterAll(() => {
    rmSync(project, { recursive: true });
  });

  it('installs first, then hands over words and exit code to the brought Node', () => {
    const { status, stdout, stderr } = run('bench', '7', '--once', 'a b');
    expect(stderr).toContain('[bootstrap] packages are installed');
    expect(JSON.parse(stdout)).toEqual({ brought: 'yes', words: ['7', '--once', 'a b'] });
    expect(status).toBe(7);
  });

  it('does not install again what is installed', () => {
    expect(run('bench', '0')).toMatchObject({ status: 0, stderr: '' });
  });

  it('installs again after an installation that was killed', () => {
    for (const file of ['.autonomos-install', '.package-lock.json', 'node'])
      rmSync(join(project, 'node_modules', file), { recursive: true, force: true });
    expect(run('bench', '0').stderr).toContain('packages are installed');
  });

  it('installs again when the packages that are named have changed', () => {
    run('bench', '0');
    const changed = {
      name: 'trial',
      type: 'module',
      devDependencies: { node: 'file:brought', more: 'file:more' },
    };
    mkdirSync(join(project, 'more'));
    writeFileSync(join(project, 'more', 'package.json'), JSON.stringify({ name: 'more', version: '1.0.0' }));
    writeFileSync(join(project, 'package.json'), JSON.stringify(changed));
    expect(run('bench', '0').stderr).toContain('packages are installed');
  });

  it.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('passes %s on, and the exit code back', async (signal, code) => {
    const child = spawn(process.execPath, [script, 'bench', 'wait'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    expect(await ended).toBe(code);
  });

  it('says how it is used', () => {
    const { status, stderr } = run('nonsense');
    expect(status).toBe(1);
    expect(stderr).toContain('usage: bootstrap.mjs');
  });
});
