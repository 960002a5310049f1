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

test('the process ends at once, console and all, when its port is taken', async () => {
  const holder = createServer();
  await once(holder.listen(0, '127.0.0.1'), 'listening');
  const { port } = holder.address() as AddressInfo;
  const started = startApiProcess({ ...environment(), SERVE_CONSOLE: 'true', PORT: String(port) });
  await expect(started).rejects.toThrow(/the API ended with 1\n.*EADDRINUSE/s);
  holder.close();
});

test('the process starts without Temporal, answers, ends what runs when asked to stop, and exits with 0', async () => {
  const { child, exited, url } = await startApiProcess(environment());
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'whatever it is' });
  const running = request(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  const answered = once(running, 'response') as Promise<[IncomingMessage]>;
  // Half of it has arrived when the signal comes; the other half follows.
  running.write(body.slice(0, 10));
  expect((await fetch(`${url}/healthz`)).ok).toBe(true);
  child.kill('SIGTERM');
  running.end(body.slice(10));
  const [answer] = await answered;
  expect(answer.statusCode).toBe(401);
  answer.resume();
  expect(await exited).toBe(0);
});
