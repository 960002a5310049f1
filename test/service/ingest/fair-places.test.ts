import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { until } from '../../support/test-platform.ts';
import { newTenant } from '../../support/test-users.ts';

/** As many as a worker has places for calls to sources. */
const places = 10;
/** Six rounds of all places: a slow machine may see one or two end before the other tenant has come. */
const calls = 6 * places;
/** A source that takes every connection and never says a word. */
const held = new Set<Socket>();
let silent: Server;
let it: TestInstallation;

beforeAll(async () => {
  silent = createServer((socket) => {
    held.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => held.delete(socket));
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  it = await startInstallation({ EGRESS_ALLOW: `127.0.0.1:${port}`, OBSERVE_EVERY_SECONDS: '3600' });
});
afterAll(async () => {
  await it.close();
  silent.close();
});

const connectTo = (at: number): Promise<string> =>
  it.connect({
    system: 'supabase',
    name: `silent ${at}`,
    config: {
      host: '127.0.0.1',
      port: (silent.address() as AddressInfo).port,
      database: 'x',
      user: 'x',
      ssl: 'disable',
    },
    credentials: { password: 'x' },
  });

test("one tenant's many calls to a silent source hold up another's only until the next place is free", async () => {
  const connections = await Promise.all(Array.from({ length: calls }, (_, at) => connectTo(at)));
  const started = await Promise.all(connections.map((id) => it.ask('POST', `/connections/${id}/test`)));
  await until('every place is taken', () => held.size === places);

  const other = await newTenant(it.api);
  const { token } = other;
  await mkdir(join(it.platform.folder, 'files', other.tenantId), { recursive: true });
  const made = await it.ask(
    'POST',
    '/connections',
    { system: 'filesource', name: 'quick', config: {} },
    { token },
  );
  const path = `/connections/${String(made.json?.['connection_id'])}/test`;
  const task = String((await it.ask('POST', path, undefined, { token })).json?.['task_id']);
  const stateOf = async (): Promise<unknown> =>
    (await it.ask('GET', `/tasks/${task}`, undefined, { token })).json?.['state'];
  await until('the other tenant is served', async () => (await stateOf()) === 'success');
  const { rows } = await it.platform.database.admin.query<{ waiting: number }>(
    `select count(*)::integer as waiting from au.tasks
     where tenant_id = $1 and kind = 'check' and state in ('queued', 'in_progress')`,
    [it.admin.tenantId],
  );
  expect(rows[0]?.waiting).toBeGreaterThan(places);

  // What still waits gets its end without its patience.
  const hangUp = setInterval(() => {
    for (const socket of held) socket.destroy();
  }, 100);
  for (const reply of started) expect((await it.ended(reply))['state']).toBe('success');
  clearInterval(hangUp);
}, 240_000);
