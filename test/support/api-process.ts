import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createAccessTokens } from '../../api/gateway/access-tokens.ts';
import { userId } from '../../domain/ids.ts';
import { send } from './test-api.ts';
import type { TestApi } from './test-api.ts';
import { until } from './test-platform.ts';
import type { TestPlatform } from './test-platform.ts';

/** The API as a process of its own, which a suite may kill. */
export interface ApiProcess extends Pick<TestApi, 'url' | 'ask'> {
  readonly child: ChildProcess;
  readonly port: number;
  readonly log: () => string;
  /** Resolves with the exit code or the signal. */
  readonly exited: Promise<number | string | null>;
}

/** Starts an API process and waits until it listens; on a free port unless the environment names one. */
export const startApiProcess = async (environment: Readonly<Record<string, string>>): Promise<ApiProcess> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../api/server.ts')], {
    env: {
      PORT: '0',
      SERVE_CONSOLE: 'false',
      // Suites sign in from one address, and one Redis counts for all of them.
      RATE_AUTH_PER_MINUTE: '100000',
      ...environment,
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const exited = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string | null);
  const listening = (): string | undefined => /"port":(\d+),"msg":"listening"/.exec(log)?.[1];
  await until(
    'the API listens',
    () => {
      if (child.exitCode !== null) throw new Error(`the API ended with ${child.exitCode}\n${log}`);
      return listening() !== undefined;
    },
    () => log,
  );
  const port = Number(listening());
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    child,
    exited,
    log: () => log,
    ask: (method, path, ask) => send(url, { method, path, ...ask }),
  };
};

/** An access token of the admin of the platform's tenant. */
export const adminToken = async ({ database, tenantId, environment }: TestPlatform): Promise<string> => {
  const { rows } = await database.admin.query<{ user_id: string }>(
    'select user_id from au.users where tenant_id = $1',
    [tenantId],
  );
  return createAccessTokens(environment['JWT_SECRET'] ?? '').issue({
    tenantId,
    userId: userId(rows[0]?.user_id ?? ''),
    role: 'admin',
    client: 'program',
  });
};
