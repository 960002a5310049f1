import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { tenantId, userId } from '../../../domain/ids.ts';
import { writeEvent } from '../../support/event-stream.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let api: TestApi;
let user: TestUser;
beforeAll(async () => {
  api = await startTestApi({
    environment: {
      RATE_WRITES_PER_MINUTE: '100000',
      RATE_READS_PER_MINUTE: '100000',
      PUBLIC_URL: 'https://console.example.com',
      CORS_ORIGINS: 'https://apart.example.com',
    },
  });
  user = await newTenant(api);
});
afterAll(() => api.close());

const ticket = async (of: TestUser = user): Promise<string> => {
  const { json } = await api.ask('POST', '/api/v1/events/ticket', { token: of.token });
  return String(json?.['url']);
};

interface Socket {
  readonly messages: Record<string, unknown>[];
  until(test: () => boolean): Promise<void>;
  close(): void;
}
/** Opens a socket, or answers the status that refused it. */
const open = (
  path: string,
  headers: Record<string, string> = {},
  at: TestApi = api,
): Promise<Socket | number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(at.url.replace('http', 'ws') + path, { headers });
    const messages: Record<string, unknown>[] = [];
    let wake = (): void => undefined;
    socket.on('message', (data: Buffer) => {
      messages.push(JSON.parse(data.toString()) as Record<string, unknown>);
      wake();
    });
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => {
      resolve({
        messages,
        until: async (test) => {
          while (!test())
            await new Promise<void>((awake) => {
              wake = awake;
            });
        },
        close: () => {
          socket.close();
        },
      });
    });
  });
const opened = async (path: string, headers?: Record<string, string>): Promise<Socket> => {
  const socket = await open(path, headers);
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
};

test('a ticket opens one socket, which tells what happens', async () => {
  const url = await ticket();
  const socket = await opened(url);
  await socket.until(() => socket.messages.length > 0);
  expect(socket.messages[0]).toMatchObject({ type: 'ready' });
  const id = await writeEvent(api, user, 'test.told', { n: 1 });
  await socket.until(() => socket.messages.some((message) => message['id'] === id));
  expect(socket.messages.at(-1)).toMatchObject({ id, type: 'test.told', data: { n: 1 } });
  expect(await open(url)).toBe(401);
  socket.close();
});

test('resumes behind an id, filtered, and asks to resync for one that never was', async () => {
  const from = await writeEvent(api, user, 'test.from');
  await writeEvent(api, user, 'drift.opened');
  const id = await writeEvent(api, user, 'test.missed');
  const socket = await opened(`${await ticket()}&after=${from}&types=test.*`);
  await socket.until(() => socket.messages.length > 1);
  expect(socket.messages).toMatchObject([{ type: 'ready', last_id: from }, { id }]);
  socket.close();
  const lost = await opened(`${await ticket()}&after=${id + 1000}`);
  await lost.until(() => lost.messages.length > 0);
  expect(lost.messages[0]).toMatchObject({ type: 'resync', reason: 'unknown' });
  lost.close();
});

test('of ten at once with one ticket, one gets in', async () => {
  const url = await ticket();
  const sockets = await Promise.all(Array.from({ length: 10 }, () => open(url)));
  expect(sockets.filter((socket) => typeof socket !== 'number')).toHaveLength(1);
  for (const socket of sockets) if (typeof socket !== 'number') socket.close();
});

test('refuses no ticket, a wrong one, an expired one, and nonsense', async () => {
  expect(await open('/api/v1/events/ws')).toBe(422);
  expect(await open('/api/v1/events/ws?ticket=x')).toBe(401);
  expect(await open(`${await ticket()}&colour=red`)).toBe(422);
  const late = await ticket();
  await api.database.admin.query(`update au.stream_tickets set expires_at = now() where used_at is null`);
  expect(await open(late)).toBe(401);
});

test("refuses pages of other origins, and lets the console's in", async () => {
  expect(await open(await ticket(), { origin: 'https://evil.example.com' })).toBe(403);
  for (const origin of ['https://console.example.com', 'https://apart.example.com', api.url]) {
    (await opened(await ticket(), { origin })).close();
  }
});

test('a ticket of a user who is no longer here opens nothing', async () => {
  const gone = await newTenant(api, 'Gone');
  const url = await ticket(gone);
  await api.database.admin.query('update au.users set disabled_at = now() where user_id = $1', [gone.userId]);
  api.deps.standings.forget({ tenantId: tenantId(gone.tenantId), userId: userId(gone.userId) });
  expect(await open(url)).toBe(401);
});

test('behind a trusted proxy each address has its own budget of openings', async () => {
  const narrow = await startTestApi({
    database: api.database,
    environment: { RATE_AUTH_PER_MINUTE: '3', TRUSTED_PROXIES: '127.0.0.1' },
  });
  const tail = randomUUID().slice(0, 4);
  const from = (host: string) =>
    open('/api/v1/events/ws?ticket=x', { 'x-forwarded-for': `2001:db8:${tail}:${host}::1` }, narrow);
  const loud = [];
  for (let count = 0; count < 5; count += 1) loud.push(await from('a'));
  expect([loud, await from('b')]).toEqual([[401, 401, 401, 429, 429], 401]);
  await narrow.close();
});

test.each(['//', '/nowhere', '/healthz', '/api/v1/events/ws/'])(
  'an upgrade of %s is answered like any request: nobody waits for ever, and the process lives',
  async (path) => {
    const headers = { connection: 'Upgrade', upgrade: 'websocket' };
    const asked = request(api.url, { path, headers, agent: false });
    const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(path === '/healthz' ? 200 : 404);
    answer.resume();
  },
);

test('strangers get no ticket', async () => {
  expect((await api.ask('POST', '/api/v1/events/ticket')).status).toBe(401);
});
