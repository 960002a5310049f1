import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { startApiProcess } from '../../support/api-process.ts';
import { redisUrl, temporalAddress } from '../../support/services.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const environment = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  DATABASE_ROLES_KEY: database.rolesKey,
  REDIS_URL: redisUrl(),
  TEMPORAL_ADDRESS: temporalAddress().replace(/:\d+$/, ':1'),
  JWT_SECRET: 'j'.repeat(32),
  ENCRYPTION_KEY: 'e'.repeat(32),
});

/** A sign-in of which half has arrived; `end` sends the other half. */
const halfARequest = async (
  url: string,
): Promise<{ readonly answered: Promise<IncomingMessage>; readonly end: () => void }> => {
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'whatever it is' });
  const running = request(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  const answered = (once(running, 'response') as Promise<[IncomingMessage]>).then(([answer]) =>
    answer.resume(),
  );
  running.write(body.slice(0, 10));
  expect((await fetch(`${url}/healthz`)).ok).toBe(true);
  return { answered, end: () => running.end(body.slice(10)) };
};

test('the process ends at once, console and all, when its port is taken', async () => {
  const holder = createServer();
  await once(holder.listen(0, '127.0.0.1'), 'listening');
  const { port } = holder.address() as AddressInfo;
  const started = startApiProcess({ ...environment(), SERVE_CONSOLE: 'true', PORT: String(port) });
  await expect(started).rejects.toThrow(/the API ended with 1\n.*EADDRINUSE/s);
  holder.close();
});

/** Code that the process runs before ours: on SIGUSR2 it fails where nobody waits for it. */
const failing = (failure: string): string =>
  `--import data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => { ${failure} })`)}`;

test.each([
  ['unhandled rejection', `void Promise.reject(new Error('nobody waits'))`],
  ['uncaught exception', `setTimeout(() => { throw new Error('nobody waits') })`],
])('%s: what runs is answered, the log says why, and the process ends with 1', async (what, failure) => {
  const started = await startApiProcess({
    ...environment(),
    SERVE_CONSOLE: 'true',
    NODE_OPTIONS: failing(failure),
  });
  const { answered, end } = await halfARequest(started.url);
  started.child.kill('SIGUSR2');
  started.child.kill('SIGUSR2');
  end();
  expect((await answered).statusCode).toBe(401);
  expect(await started.exited).toBe(1);
  expect(started.log()).toMatch(new RegExp(`"level":"fatal".*"message":"nobody waits".*"msg":"${what}"`));
});

test('the process starts without Temporal, answers, ends what runs when asked to stop, and exits with 0', async () => {
  const { child, exited, url } = await startApiProcess(environment());
  const { answered, end } = await halfARequest(url);
  child.kill('SIGTERM');
  end();
  expect((await answered).statusCode).toBe(401);
  expect(await exited).toBe(0);
});
