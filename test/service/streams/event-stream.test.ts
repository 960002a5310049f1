import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { copyKey } from '../../../api/streams/event-hub.ts';
import { tenantId } from '../../../domain/ids.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { trimEvents } from '../../../temporal/trim-events.ts';
import { openStream, writeEvent, writeEvents } from '../../support/event-stream.ts';
import type { StreamClient } from '../../support/event-stream.ts';
import { redisUrl } from '../../support/services.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { until } from '../../support/test-platform.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

const environment = { RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' };
let api: TestApi;
let user: TestUser;
const clients: StreamClient[] = [];
beforeAll(async () => {
  api = await startTestApi({ environment });
});
beforeEach(async () => {
  user = await newTenant(api);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => api.close());

const open = async (
  ...more: Parameters<typeof openStream> extends [unknown, unknown, ...infer R] ? R : never
) => {
  const client = await openStream(api, user, ...more);
  clients.push(client);
  return client;
};
const ids = (client: StreamClient): number[] =>
  client.received.filter(({ event }) => event.startsWith('test.')).map(({ id }) => id ?? 0);

test('says where it starts, then what happens from now on', async () => {
  const before = await writeEvent(api, user, 'test.before');
  const client = await open();
  await client.until((received) => received.length > 0);
  expect(client.received[0]).toEqual({ event: 'ready', id: before, data: { last_id: before } });
  const id = await writeEvent(api, user, 'test.after', { n: 1 });
  await client.until((received) => received.length > 1);
  expect(client.received[1]).toMatchObject({
    event: 'test.after',
    id,
    data: { id, type: 'test.after', subject: { kind: 'test', id: 'x' }, data: { n: 1 } },
  });
});

test('a reader that breaks off again and again while ten write gets every event once, in order', async () => {
  const first = await writeEvent(api, user, 'test.first');
  const total = 300;
  const writers = Array.from({ length: 10 }, async (_, writer) => {
    for (let n = 0; n < total / 10; n += 1) await writeEvent(api, user, 'test.n', { writer, n });
  });
  const got: number[] = [];
  let last = first;
  while (got.length < total) {
    const client = await open({ lastEventId: last });
    await client.until((received) => received.length > 7 || last + received.length > first + total);
    client.close();
    const fresh = ids(client);
    got.push(...fresh);
    last = fresh.at(-1) ?? last;
  }
  await Promise.all(writers);
  expect(got).toEqual(Array.from({ length: total }, (_, n) => first + 1 + n));
});

test('catches up over many pages, and goes on live without a gap', async () => {
  const first = await writeEvent(api, user, 'test.first');
  await api.database.admin.query(
    `insert into au.event_log (tenant_id, id, type, trace_id, subject_kind, subject_id)
     select $1, n, 'test.bulk', repeat('a', 32), 'test', 'x' from generate_series($2::bigint + 1, $2 + 2500) n`,
    [user.tenantId, first],
  );
  await api.database.admin.query('update au.event_counters set last = $2 where tenant_id = $1', [
    user.tenantId,
    first + 2500,
  ]);
  const client = await open({ query: `?after=${first}` });
  const live = await writeEvent(api, user, 'test.live');
  await client.until((received) => received.at(-1)?.id === live);
  expect(ids(client)).toEqual(Array.from({ length: 2501 }, (_, n) => first + 1 + n));
});

test('what is gone, or never was, is answered by resync, and the stream goes on from now', async () => {
  for (let n = 0; n < 5; n += 1) await writeEvent(api, user, 'test.n');
  const { rows } = await api.database.admin.query<{ last: string }>(
    'select last from au.event_counters where tenant_id = $1',
    [user.tenantId],
  );
  const last = Number(rows[0]?.last);
  await api.database.admin.query(
    `update au.event_log set at = now() - interval '8 days' where tenant_id = $1 and id < $2`,
    [user.tenantId, last],
  );
  const worker = createPool({
    databaseUrl: api.database.url,
    rolesKey: api.database.rolesKey,
    role: 'au_worker',
    max: 1,
    logger: api.deps.logger,
  });
  await trimEvents({ pool: worker, config: { EVENT_RETENTION_DAYS: 7 } });
  await worker.end();
  for (const [lastEventId, reason] of [
    [last - 3, 'too_old'],
    [last + 1000, 'unknown'],
  ] as const) {
    const client = await open({ lastEventId });
    await client.until((received) => received.length > 0);
    expect(client.received[0]).toEqual({ event: 'resync', id: last, data: { reason, last_id: last } });
  }
  const kept = await open({ lastEventId: last - 1 });
  await kept.until((received) => received.length > 1);
  expect(kept.received.map(({ event, id }) => [event, id])).toEqual([
    ['ready', last - 1],
    ['test.n', last],
  ]);
});

test('filters by type', async () => {
  const client = await open({ query: '?types=test.b,drift.*' });
  await writeEvent(api, user, 'test.a');
  await writeEvent(api, user, 'drift.opened');
  await writeEvent(api, user, 'test.bb');
  await writeEvent(api, user, 'test.b');
  await client.until((received) => received.some(({ event }) => event === 'test.b'));
  expect(client.received.slice(1).map(({ event }) => event)).toEqual(['drift.opened', 'test.b']);
});

test.each(['?types=%27', '?after=-1', '?after=x', '?colour=red'])('refuses %s', async (query) => {
  await expect(openStream(api, user, { query })).rejects.toThrow(/^422/);
});

test('refuses strangers, and tells a tenant nothing of another', async () => {
  await expect(openStream(api, { token: 'x' })).rejects.toThrow(/^401/);
  const other = await newTenant(api, 'Other');
  const client = await open();
  await writeEvent(api, other, 'test.theirs');
  await writeEvent(api, user, 'test.mine');
  await client.until((received) => received.some(({ event }) => event === 'test.mine'));
  expect(client.received.map(({ event }) => event)).toEqual(['ready', 'test.mine']);
});

test('shows the progress of running tasks, without ids', async () => {
  const body = { system: 'filesource', name: 'Files', config: {} };
  const made = await api.ask('POST', '/api/v1/connections', { token: user.token, body });
  const started = await api.ask(
    'POST',
    `/api/v1/connections/${String(made.json?.['connection_id'])}/ingest`,
    {
      token: user.token,
    },
  );
  const task = started.json?.['task_id'];
  const client = await open({ query: '?types=task.progress' });
  await api.database.admin.query(
    `update au.tasks set state = 'in_progress', progress = '{"rows": 7, "stream": "a.csv"}' where task_id = $1`,
    [task],
  );
  await client.until((received) => received.length > 1);
  expect(client.received[1]).toMatchObject({
    event: 'task.progress',
    id: undefined,
    data: { type: 'task.progress', task_id: task, data: { rows: 7, stream: 'a.csv', paused: false } },
  });
  expect(client.received[1]?.data).not.toHaveProperty('id');
});

test('beats while nothing happens', async () => {
  const client = await open();
  await client.until(() => client.comments.length > 0);
  expect(client.comments[0]).toBe(': heartbeat');
});

/** A reader on a socket that has met the stream's beginning and reads no further. */
const openSilent = async ({ url }: Pick<TestApi, 'url'> = api): Promise<Socket> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `GET /api/v1/events/stream HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${user.token}\r\n\r\n`,
  );
  await once(socket, 'readable');
  return socket.pause().on('error', () => undefined);
};

/** More than every buffer between here and there can hold; answers the last id. */
const flood = async (): Promise<number> => {
  let last = 0;
  for (let n = 0; n < 200; n += 1)
    last = await writeEvent(api, user, 'test.large', { filler: 'x'.repeat(100_000) });
  return last;
};

test('a reader that pauses is waited for, and gets everything; the others go on', async () => {
  const slow = await openSilent();
  const client = await open();
  const last = await flood();
  await client.until((received) => received.at(-1)?.id === last);
  expect(ids(client)).toHaveLength(200);
  let text = '';
  slow.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-200_000);
  });
  slow.resume();
  await until('the slow one has the last', () => text.includes(`id: ${last}\n`));
  slow.destroy();
});

test('a reader that takes nothing for as long as one is waited for is cut', async () => {
  const impatient = await startTestApi({ database: api.database, environment, deadlines: { reader: 2_000 } });
  try {
    const silent = await openSilent(impatient);
    const cut = once(silent, 'close');
    await flood();
    await sleep(8_000);
    silent.resume();
    await cut;
  } finally {
    await impatient.close();
  }
});

test('many large events at once cut nobody who reads', async () => {
  const client = await open();
  const large = Array.from({ length: 60 }, (_none, n) => ({ n, filler: 'x'.repeat(100_000) }));
  const last = await writeEvents(api, user, 'test.large', large);
  await client.until((received) => received.at(-1)?.id === last);
  expect(ids(client)).toHaveLength(large.length);
});

test('a disabled user loses the stream, and his tickets', async () => {
  const client = await open();
  await api.database.admin.query('update au.users set disabled_at = now() where user_id = $1', [user.userId]);
  await client.ended;
  await expect(openStream(api, user)).rejects.toThrow(/^401/);
});

test('a copy of what was sent stands in Redis, once', async () => {
  const [one, two] = [await open(), await open()];
  const id = await writeEvent(api, user, 'test.copied', { n: 1 });
  await Promise.all([one, two].map((client) => client.until((received) => received.at(-1)?.id === id)));
  const redis = new Redis(redisUrl());
  try {
    let entries: [string, string[]][] = [];
    while (entries.length === 0) entries = await redis.xrange(copyKey(tenantId(user.tenantId)), '-', '+');
    expect(entries.map(([entry]) => entry)).toEqual([`${id}-0`]);
    expect(JSON.parse(entries[0]?.[1][1] ?? '')).toMatchObject({ id, type: 'test.copied', data: { n: 1 } });
  } finally {
    redis.disconnect();
  }
});

test('with Redis away everything arrives all the same, also what nobody signals', async () => {
  const { hostname, port } = new URL(redisUrl());
  const proxy = await startTcpProxy(hostname, Number(port));
  const alone = await startTestApi({
    database: api.database,
    environment: { ...environment, REDIS_URL: `redis://127.0.0.1:${proxy.port}` },
  });
  try {
    const client = await openStream(alone, user);
    await client.until((received) => received.length > 0);
    for (const mode of ['blackhole', 'refuse', 'pass'] as const) {
      proxy.set(mode);
      // Written behind the platform's back.
      await api.database.admin.query(
        `with next as (update au.event_counters set last = last + 1 where tenant_id = $1 returning last)
         insert into au.event_log (tenant_id, id, type, trace_id, subject_kind, subject_id)
         select $1, last, $2, repeat('a', 32), 'test', 'x' from next`,
        [user.tenantId, `test.${mode}`],
      );
      await client.until((received) => received.some(({ event }) => event === `test.${mode}`));
    }
    client.close();
  } finally {
    await alone.close();
    await proxy.close();
  }
});

test('the list pages through what was kept, both ways', async () => {
  const from = await writeEvent(api, user, 'test.0');
  for (let n = 1; n < 6; n += 1) await writeEvent(api, user, `test.${n}`);
  const types = async (query: string): Promise<string[]> => {
    const all: string[] = [];
    for (let next = query; ;) {
      const { json } = await api.ask('GET', `/api/v1/events${next}`, { token: user.token });
      const { data, page } = json as { data: { type: string }[]; page: { next_cursor: string | null } };
      all.push(...data.map(({ type }) => type));
      if (page.next_cursor === null) return all;
      next = `${query}&cursor=${page.next_cursor}`;
    }
  };
  expect(await types('?limit=2&types=test.*')).toEqual([
    'test.5',
    'test.4',
    'test.3',
    'test.2',
    'test.1',
    'test.0',
  ]);
  expect(await types(`?limit=2&after=${from}`)).toEqual(['test.1', 'test.2', 'test.3', 'test.4', 'test.5']);
});
