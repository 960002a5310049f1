import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const shim = join(import.meta.dirname, '..', '..', '..', 'cli', 'autonomos.mjs');

describe('the command line', () => {
  const home = mkdtempSync(join(tmpdir(), 'command-line-'));

  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  const run = (...words: string[]) => {
    const env = { ...process.env, AUTONOMOS_HOME: home, DATABASE_URL: '' };
    return spawnSync(process.execPath, [shim, ...words], { env, encoding: 'utf8', timeout: 60_000 });
  };

  it('shows its help and ends with 0', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('autonomos [options] [command]');
    for (const command of ['up', 'doctor', 'migrate', 'worker', 'api'])
      expect(stdout).toContain(`\n  ${command}`);
  });

  it('loads a command alone where it is named, and it is the one of the whole', () => {
    const script = `import { createProgram } from './cli/main.ts';
      const helpOf = (program, name) => program.commands.find((one) => one.name() === name)?.helpInformation();
      const whole = await createProgram();
      const other = [];
      for (const name of whole.commands.map((one) => one.name()))
        if (helpOf(await createProgram(['--json', name, 'up']), name) !== helpOf(whole, name)) other.push(name);
      console.log(JSON.stringify({ other, many: whole.commands.length, alone: (await createProgram(['aoa'])).commands.length }));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: join(import.meta.dirname, '..', '..', '..'),
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(JSON.parse(stdout)).toEqual({ other: [], many: 26, alone: 1 });
  });

  it('ends with 2 on a command that does not exist', () => {
    const { status, stderr, stdout } = run('nonsense');
    expect(status).toBe(2);
    expect(stderr).toContain("unknown command 'nonsense'");
    expect(stdout).toBe('');
  });

  it('answers an expected failure in one sentence for a person and in JSON for a program', () => {
    const person = run('migrate');
    expect(person.status).toBe(6);
    expect(person.stderr).toBe('autonomos: Set DATABASE_URL, or run "autonomos up" beside this\n');
    const program = run('migrate', '--json');
    expect(program.status).toBe(6);
    expect(JSON.parse(program.stdout)).toMatchObject({ error: { code: 'validation_failed' } });
  });

  // A folder in which one can be made neither now nor later, and which does not say so.
  const denying = process.platform === 'linux' ? ['/proc/home', '/proc/home/below'] : [];
  it.each(['/dev/null/home', ...denying])('says that an installation has no place in %s', (place) => {
    const env = { ...process.env, AUTONOMOS_HOME: place };
    const { status, stderr } = spawnSync(process.execPath, [shim, 'up'], {
      env,
      encoding: 'utf8',
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    expect([status, stderr]).toEqual([
      5,
      `autonomos: ${place} cannot be written: give it to this user, or name another folder by AUTONOMOS_HOME\n`,
    ]);
  });

  it('says before anything starts what is wrong with the environment', () => {
    const env = { ...process.env, AUTONOMOS_HOME: home, DATABASE_URL: '', PORT: 'abc' };
    const { status, stderr } = spawnSync(process.execPath, [shim, 'up'], {
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect([status, stderr]).toEqual([6, expect.stringMatching(/wrong: PORT: [^\n]+\n$/) as string]);
  });

  it('ends quietly when nobody reads what it says', () => {
    const { stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${shim}" --json migrate | true`], {
      encoding: 'utf8',
      env: { ...process.env, AUTONOMOS_HOME: home, DATABASE_URL: '' },
      timeout: 60_000,
    });
    expect(stderr).toBe('');
  });

  it('gives a doctor’s line per part, each ill one with a cure', () => {
    const { status, stdout } = run('doctor', '--json');
    const { healthy, checks } = JSON.parse(stdout) as {
      healthy: boolean;
      checks: { part: string; status: string; cause: string; cure: string | null }[];
    };
    expect(status).toBe(healthy ? 0 : 1);
    expect(checks.map(({ part }) => part)).toEqual(
      expect.arrayContaining([
        'Node',
        'packages',
        'disk',
        'environment',
        'PostgreSQL',
        'Temporal',
        'platform',
      ]),
    );
    expect(checks.filter((check) => (check.status === 'ok') !== (check.cure === null))).toEqual([]);
  });
});
