import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { redisUrl, temporalAddress } from '../../support/services.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

test('the process starts without Temporal, answers, ends what runs when asked to stop, and exits with 0', async () => {
  const port = await freePort();
  const child = spawn(process.execPath, ['api/server.ts'], {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.url,
      DATABASE_ROLES_KEY: database.rolesKey,
      REDIS_URL: redisUrl(),
      TEMPORAL_ADDRESS: temporalAddress().replace(/:\d+$/, ':1'),
      JWT_SECRET: 'j'.repeat(32),
      ENCRYPTION_KEY: 'e'.repeat(32),
      SERVE_CONSOLE: 'false',
      HOST: '127.0.0.1',
      PORT: String(port),
    },
  });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${String(port)}`;
  const alive = async (): Promise<boolean> =>
    await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await alive())) {
    if (child.exitCode !== null) throw new Error(`the API ended with ${String(child.exitCode)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'whatever it is' });
  const running = request(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  const answered = once(running, 'response') as Promise<[IncomingMessage]>;
  // Half of it has arrived when the signal comes; the other half follows.
  running.write(body.slice(0, 10));
  expect(await alive()).toBe(true);
  child.kill('SIGTERM');
  running.end(body.slice(10));
  const [answer] = await answered;
  expect(answer.statusCode).toBe(401);
  answer.resume();
  expect(await exited).toEqual([0, null]);
});
