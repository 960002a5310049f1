import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { WebSocket } from 'ws';
import { routes } from '../../api/routes.ts';
import { eventSocketPath } from '../../api/streams/event-socket.ts';
import { openStream, writeEvent } from '../support/event-stream.ts';
import { redisUrl } from '../support/services.ts';
import { startTestApi } from '../support/test-api.ts';
import type { TestApi } from '../support/test-api.ts';
import { until } from '../support/test-platform.ts';
import { newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';
import { notifyingFunctions } from './catalogue-checks.ts';

let api: TestApi;
let mine: TestUser;
let theirs: TestUser;
const redis = new Redis(redisUrl());
const ear = new Redis(redisUrl());

beforeAll(async () => {
  api = await startTestApi();
  [mine, theirs] = [await newTenant(api), await newTenant(api)];
});
afterAll(async () => {
  redis.disconnect();
  ear.disconnect();
  await api.close();
});

test('every door that streams has a case here', () => {
  const streaming = routes.filter(({ replies }) =>
    Object.values(replies).some(
      (reply) =>
        reply !== null && 'contentType' in reply && reply.contentType.startsWith('text/event-stream'),
    ),
  );
  expect([...streaming.map(({ path }) => path), eventSocketPath]).toEqual([
    '/api/v1/events/stream',
    '/api/v1/events/ws',
  ]);
});

test('a stream tells what happens in its own tenant alone, also when it resumes', async () => {
  const canary = randomUUID();
  const first = await writeEvent(api, mine, 'test.own');
  const stream = await openStream(api, mine, { lastEventId: first - 1 });
  await writeEvent(api, theirs, 'test.foreign', { canary });
  const last = await writeEvent(api, mine, 'test.own');
  await stream.until((received) => received.some(({ id }) => id === last));
  expect(JSON.stringify(stream.received)).not.toContain(canary);
  expect(stream.received.map(({ id }) => id).filter((id) => id !== undefined)).toEqual(
    expect.arrayContaining([first, last]),
  );
  stream.close();
});

test('a socket tells what happens in its own tenant alone', async () => {
  const canary = randomUUID();
  const { json } = await api.ask('POST', '/api/v1/events/ticket', { token: mine.token });
  const socket = new WebSocket(api.url.replace('http', 'ws') + String(json?.['url']));
  const received: string[] = [];
  socket.on('message', (data: Buffer) => received.push(data.toString()));
  await once(socket, 'open');
  await until('the socket is ready', () => received.some((text) => text.includes('ready')));
  await writeEvent(api, theirs, 'test.foreign', { canary });
  await writeEvent(api, mine, 'test.last');
  await until('the own event is told', () => received.some((text) => text.includes('test.last')));
  expect(received.join('\n')).not.toContain(canary);
  socket.close();
});

test('rls_13 nothing is notified in PostgreSQL, and what wakes other processes carries no data', async () => {
  expect(await notifyingFunctions(api.database)).toEqual([]);
  const heard: [channel: string, payload: string][] = [];
  ear.on('pmessage', (_pattern: string, channel: string, payload: string) => {
    heard.push([channel, payload]);
  });
  await ear.psubscribe('*');
  await writeEvent(api, mine, 'test.secret', { canary: randomUUID() });
  const channel = `au:tenant:{${mine.tenantId}}:wake`;
  await until('the signal is heard', () => heard.some(([name]) => name === channel));
  expect(heard.filter(([name]) => name.startsWith('au:')).every(([, payload]) => payload === '')).toBe(true);
});

/** Keys that belong to no tenant: the count of processes, and limits on strangers, who have none. */
const reviewed = [/^au:api:processes$/, /^au:rate:(address|email):/];

test('every key that a live run leaves in Redis carries its tenant', async () => {
  await api.ask('GET', '/api/v1/connections', { token: mine.token, headers: { 'X-Client': 'console' } });
  await api.ask('GET', '/api/v1/connections', { token: mine.token });
  await api.ask('PUT', '/api/v1/flags/x', { token: mine.token, body: { enabled: true } });
  const stream = await openStream(api, mine);
  const last = await writeEvent(api, mine, 'test.copied');
  await stream.until((received) => received.some(({ id }) => id === last));
  stream.close();
  const keys: string[] = [];
  for await (const page of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>) keys.push(...page);
  const kinds = keys
    .filter((key) => key.includes(`tenant:{${mine.tenantId}}:`))
    .map((key) => key.replace(/\{[^}]+\}/, '').replace(mine.userId, ''));
  expect(kinds.sort()).toEqual(
    expect.arrayContaining(['au:rate:tenant::reads', 'au:rate:tenant::writes', 'au:tenant::events']),
  );
  const tenantless = keys.filter(
    (key) =>
      !/^au:(.+:)?tenant:\{[0-9a-f-]{36}\}:/.test(key) && !reviewed.some((pattern) => pattern.test(key)),
  );
  expect(tenantless).toEqual([]);
});
