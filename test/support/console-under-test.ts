import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildConsole } from '../../cli/build-console.ts';
import { chromiumPath, redisUrl } from './services.ts';
import { send } from './test-api.ts';
import type { TestApi } from './test-api.ts';
import { TestPlatform, until } from './test-platform.ts';
import type { WorkerProcess } from './test-platform.ts';

export const temporalUi = 'http://127.0.0.1:9';

/** The built console served by an API process, a worker, and a browser. */
export interface ConsoleUnderTest {
  readonly platform: TestPlatform;
  readonly worker: WorkerProcess;
  readonly browser: Browser;
  readonly base: string;
  readonly ask: TestApi['ask'];
  readonly stop: () => Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Builds the console where that is due, and starts everything that it needs. */
export const startConsole = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<ConsoleUnderTest> => {
  await buildConsole(process.env, (line) => process.stderr.write(`[console] ${line}\n`));
  const platform = await TestPlatform.start();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  let log = '';
  const api = spawn(process.execPath, [join(import.meta.dirname, '../../api/server.ts')], {
    env: {
      ...platform.environment,
      NODE_ENV: 'production',
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      REDIS_URL: redisUrl(),
      HOST: '127.0.0.1',
      PORT: String(port),
      TEMPORAL_UI_URL: temporalUi,
      RATE_AUTH_PER_MINUTE: '100000',
      RATE_AUTH_PER_EMAIL: '100000',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [api.stdout, api.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  }
  const worker = await platform.startWorker(environment);
  await until(
    'the console answers',
    async () => (await fetch(base).catch(() => undefined))?.ok === true,
    () => log,
  );
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  return {
    platform,
    worker,
    browser,
    base,
    ask: (method, path, ask) => send(base, { method, path, ...ask }),
    stop: async () => {
      await browser.close();
      api.kill();
      await platform.stop();
    },
  };
};
