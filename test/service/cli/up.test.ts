import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../platform/servers/free-port.ts';
import { isRunning } from '../../../platform/servers/process-identity.ts';
import { readServerState } from '../../../platform/servers/server-state.ts';
import { testFolder } from '../../support/services.ts';

const shim = join(import.meta.dirname, '..', '..', '..', 'cli', 'autonomos.mjs');

interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

describe('autonomos up', () => {
  const home = mkdtempSync(join(testFolder(), 'up-'));
  let port: number;

  beforeAll(async () => {
    port = await freePort();
  });

  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  const up = (): Started => {
    const own = { AUTONOMOS_HOME: home, PORT: String(port), SERVE_CONSOLE: 'false' };
    const none = { DATABASE_URL: '', TEMPORAL_ADDRESS: '', REDIS_URL: '' };
    const env = { ...process.env, ...own, ...none };
    const child = spawn(process.execPath, [shim, 'up', '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { process: child, output: () => lines.join(''), exit };
  };

  const untilOutput = async (started: Started, text: string): Promise<void> => {
    while (!started.output().includes(text)) {
      if (started.process.exitCode !== null) throw new Error(`it ended:\n${started.output()}`);
      await sleep(50);
    }
  };

  /** The processes that were started below the home folder, by the name of their folder. */
  const leftRunning = (): string[] =>
    readdirSync(home).filter((name) => {
      const state = readServerState(join(home, name));
      return state !== null && isRunning(state.process);
    });

  const untilNothingRuns = async (): Promise<void> => {
    while (leftRunning().length > 0) await sleep(50);
  };

  it('brings everything up, refuses a second one, and Ctrl-C leaves no process behind', async () => {
    const first = up();
    await untilOutput(first, 'Ctrl-C stops everything');
    expect(leftRunning()).toEqual(expect.arrayContaining(['api', 'postgres', 'temporal', 'worker']));
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(ready.status).toBe(200);
    const running = JSON.parse(readFileSync(join(home, 'running.json'), 'utf8')) as {
      environment: Record<string, string>;
    };
    expect(running.environment).toMatchObject({
      FILESOURCE_ROOT: join(home, 'files'),
      DCL_ROOT: join(home, 'registry'),
    });
    const second = up();
    expect(await second.exit).toBe(5);
    expect(second.output()).toContain(`already runs here (process ${first.process.pid ?? 0})`);
    first.process.kill('SIGINT');
    expect(await first.exit).toBe(130);
    expect(leftRunning()).toEqual([]);
    expect(readdirSync(home)).not.toContain('running.json');
    expect(readFileSync(join(home, 'logs', 'api.log'), 'utf8')).toContain('listening');
  }, 300_000);

  it('leaves no process behind when it is interrupted on its way up', async () => {
    const started = up();
    while (leftRunning().length === 0) await sleep(20);
    started.process.kill('SIGTERM');
    expect(await started.exit).toBe(130);
    expect(leftRunning()).toEqual([]);
  }, 120_000);

  (process.platform === 'linux' ? it : it.skip)(
    'takes everything with it when it is killed, and comes up again',
    async () => {
      const killed = up();
      await untilOutput(killed, 'Ctrl-C stops everything');
      killed.process.kill('SIGKILL');
      await killed.exit;
      await untilNothingRuns();
      const again = up();
      await untilOutput(again, 'Ctrl-C stops everything');
      again.process.kill('SIGINT');
      expect(await again.exit).toBe(130);
    },
    300_000,
  );
});
