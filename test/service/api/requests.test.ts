import { connect } from 'node:net';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let api: TestApi;
let admin: TestUser;
beforeAll(async () => {
  api = await startTestApi({
    environment: { CORS_ORIGINS: 'https://console.example.com', RATE_WRITES_PER_MINUTE: '1000' },
  });
  admin = await newTenant(api);
});
afterAll(() => api.close());

const put = (body: unknown, headers = {}) =>
  api.ask('PUT', '/api/v1/flags/a', { token: admin.token, body, headers });

describe('bodies', () => {
  test.each([
    ['more than 1 MB', () => ({ enabled: true, x: 'x'.repeat(1_100_000) }), {}, 413, 'payload_too_large'],
    ['no JSON', () => '{"enabled": tru', {}, 400, 'invalid_request'],
    [
      'another type',
      () => 'enabled=true',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['another encoding', () => '{}', { 'content-encoding': 'x-own' }, 415, 'unsupported_media_type'],
    ['an array', () => '[]', {}, 422, 'validation_failed'],
    ['a nest of 65 arrays', () => '['.repeat(65) + ']'.repeat(65), {}, 400, 'invalid_request'],
    ['a nest of half a megabyte', () => '['.repeat(500_000), {}, 400, 'invalid_request'],
    [
      'a polluted prototype',
      () => '{"enabled":true,"__proto__":{"polluted":true}}',
      {},
      422,
      'validation_failed',
    ],
  ])('%s: refused', async (...[, body, headers, status, code]) => {
    const reply = await put(body(), headers);
    expect([reply.status, reply.json?.['code']]).toEqual([status, code]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each([
    ['broken UTF-8', [0x22, 0xff, 0x22], 'application/json', 400],
    ['UTF-16', [0x7b, 0, 0x7d, 0], 'application/json; charset=utf-16le', 415],
    [
      'UTF-7, in which a nest looks flat',
      [...Buffer.from('+AFs-'.repeat(70))],
      'application/json; charset=utf-7',
      415,
    ],
  ])('%s: refused, not mended in silence', async (...[, bytes, type, status]) => {
    const reply = await fetch(`${api.url}/api/v1/flags/a`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': type },
      body: Uint8Array.from(bytes),
    });
    expect(reply.status).toBe(status);
  });

  test.each(['tenant_id', 'role', 'id', 'is_admin', 'updated_by'])(
    'a member %s is refused by name',
    async (name) => {
      const reply = await put({ enabled: true, [name]: admin.tenantId });
      expect(reply.status).toBe(422);
      expect(reply.json?.['errors']).toEqual([
        expect.objectContaining({ pointer: `/${name}`, code: 'unknown_field' }),
      ]);
    },
  );
});

describe('what no database can hold', () => {
  const add = (body: string) => api.ask('POST', '/api/v1/connections', { token: admin.token, body });

  test.each([
    ['NUL in a text', '{"system":"filesource","name":"a\\u0000b"}', '/name'],
    ['half a surrogate pair', '{"system":"filesource","name":"a\\ud800b"}', '/name'],
    ['NUL in a name', '{"system":"filesource","name":"a","config":{"x\\u0000":1}}', '/config/x\0'],
    [
      'a prototype inside',
      '{"system":"filesource","name":"a","config":{"__proto__":{}}}',
      '/config/__proto__',
    ],
  ])('%s of a body is refused by its place', async (...[, body, pointer]) => {
    const reply = await add(body);
    expect([reply.status, reply.json?.['errors']]).toEqual([422, [expect.objectContaining({ pointer })]]);
  });

  test('NUL in a parameter is refused by its name, and names nothing in an address', async () => {
    const query = await api.ask('GET', '/api/v1/lineage/search?q=%00', { token: admin.token });
    expect([query.status, query.json?.['errors']]).toEqual([
      422,
      [expect.objectContaining({ pointer: '?q' })],
    ]);
    const address = await api.ask('GET', '/api/v1/records/account/a%00b', { token: admin.token });
    expect(address.status).toBe(404);
  });

  test('a refused mutation is written down, whatever its address names', async () => {
    const reply = await api.ask('DELETE', '/api/v1/flags/a%00%F0%9F%98%80', { token: admin.token });
    expect(reply.status).toBe(404);
    const { json } = await api.ask('GET', '/api/v1/audit?limit=1', { token: admin.token });
    expect(json?.['data']).toMatchObject([{ action: 'removeFlag', subject: 'name:a\ufffd😀', status: 404 }]);
  });
});

describe('lists', () => {
  test.each(['?limit=0', '?limit=201', '?limit=x', '?cursor=x', '?cursor=W10.AAAA', '?offset=3'])(
    '%s: refused with a pointer to the parameter',
    async (query) => {
      const reply = await api.ask('GET', `/api/v1/audit${query}`, { token: admin.token });
      expect(reply.status).toBe(422);
      const [error] = reply.json?.['errors'] as { readonly pointer: string }[];
      expect(error?.pointer).toBe(query.split('=')[0]);
    },
  );

  test('pages show each row once, also when rows are added meanwhile', async () => {
    for (let count = 0; count < 9; count += 1) await put({ enabled: count % 2 === 0 });
    const all = await api.ask('GET', '/api/v1/audit?limit=200', { token: admin.token });
    const expected = (all.json?.['data'] as { audit_id: string }[]).map(({ audit_id: id }) => id);
    const seen: string[] = [];
    let cursor: unknown = null;
    do {
      const from = typeof cursor === 'string' ? `&cursor=${cursor}` : '';
      const { json } = await api.ask('GET', `/api/v1/audit?limit=4${from}`, { token: admin.token });
      seen.push(...(json?.['data'] as { audit_id: string }[]).map(({ audit_id: id }) => id));
      cursor = (json?.['page'] as { next_cursor: unknown }).next_cursor;
      await put({ enabled: true });
    } while (cursor !== null);
    expect(seen).toEqual(expected);
  });

  test("a cursor of another tenant's list, or of another list, is no cursor", async () => {
    const other = await newTenant(api);
    await put({ enabled: true });
    const { json } = await api.ask('GET', '/api/v1/audit?limit=1', { token: admin.token });
    const { next_cursor: cursor } = json?.['page'] as { next_cursor: string };
    const tries = [
      await api.ask('GET', `/api/v1/audit?cursor=${cursor}`, { token: other.token }),
      await api.ask('GET', `/api/v1/users?cursor=${cursor}`, { token: admin.token }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([422, 422]);
  });
});

describe('traces', () => {
  test('a traceparent that comes in is continued; the trace id is in headers, problem and audit', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    const reply = await api.ask('GET', '/api/v1/nowhere', { headers: { traceparent } });
    expect(reply.headers.get('traceparent')).toMatch(
      new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-0[01]$`),
    );
    expect(reply.json?.['trace_id']).toBe(traceId);
    await put({ enabled: true }, { traceparent });
    const { rows } = await api.database.admin.query('select 1 from au.audit_log where trace_id = $1', [
      traceId,
    ]);
    expect(rows).toHaveLength(1);
  });

  test.each([
    'garbage',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  ])('a malformed traceparent (%s) starts a new trace', async (traceparent) => {
    const { json } = await api.ask('GET', '/api/v1/nowhere', { headers: { traceparent } });
    expect(json?.['trace_id']).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });
});

test('browsers are told to be careful, and only listed origins may call', async () => {
  const ask = (origin: string) =>
    api.ask('OPTIONS', '/api/v1/flags', { headers: { origin, 'access-control-request-method': 'GET' } });
  const ours = await ask('https://console.example.com');
  expect(ours.headers.get('access-control-allow-origin')).toBe('https://console.example.com');
  expect(ours.headers.get('access-control-allow-headers')).toContain('If-Match');
  expect((await ask('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
  const { headers } = await api.ask('GET', '/api/v1/flags', { token: admin.token });
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('no answer is kept on the way, nor by a browser', async () => {
  const asks = [
    ['GET', '/connections', {}],
    ['GET', '/connections', { token: admin.token }],
    ['GET', '/audit/export', { token: admin.token }],
    ['GET', '/nowhere', { token: admin.token }],
    ['POST', '/auth/invites', { token: admin.token, body: { email: 'new@example.com', role: 'viewer' } }],
  ] as const;
  for (const [method, path, more] of asks) {
    const { headers } = await api.ask(method, `/api/v1${path}`, more);
    expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
  }
});

test('the former name of the mesh leads to the same place', async () => {
  const [former, now] = await Promise.all([
    api.ask('GET', '/api/v1/aam/nowhere', { token: admin.token }),
    api.ask('GET', '/api/v1/mesh/nowhere', { token: admin.token }),
  ]);
  expect(former.json?.['detail']).toBe(now.json?.['detail']);
});

test('half a request does not hold a worker: the connection is the only thing that waits', async () => {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `PUT /api/v1/flags/a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"ena`,
  );
  expect((await put({ enabled: true })).status).toBe(200);
  socket.destroy();
});

describe('health', () => {
  test('alive is not ready: without a worker the report says which queue nobody polls', async () => {
    expect((await api.ask('GET', '/healthz')).json).toEqual({ status: 'ok', pid: process.pid });
    const { status, json } = await api.ask('GET', '/readyz');
    expect(status).toBe(503);
    expect(json).toMatchObject({
      ready: false,
      parts: {
        database: { state: 'ok' },
        redis: { state: 'ok' },
        temporal: { state: 'ok' },
        worker_control: { state: 'failed' },
        worker_source: { state: 'failed' },
      },
    });
  });

  test('a queue is served by whoever said so lately, however long ago it was polled; one without a free place is named', async () => {
    await api.database.admin.query(
      `insert into au.worker_beats (worker, queue, places, taken, beaten_at) values
         ('1@here', 'control', 100, 100, now()), ('2@here', 'control', 100, 0, now()),
         ('1@here', 'ingest', 10, 10, now()), ('1@here', 'source', 10, 0, now() - interval '16 seconds')`,
    );
    expect((await api.ask('GET', '/readyz')).json).toMatchObject({
      ready: false,
      parts: {
        worker_control: { state: 'ok' },
        worker_ingest: {
          state: 'degraded',
          reason: expect.stringMatching(/^all 10 places are taken/) as string,
        },
        worker_source: { state: 'failed', reason: expect.stringContaining('autonomos worker') as string },
      },
    });
    await api.database.admin.query(`update au.worker_beats set beaten_at = now()`);
    expect((await api.ask('GET', '/readyz')).status).toBe(200);
    await api.database.admin.query('delete from au.worker_beats');
  });

  test('metrics count requests by route template, for this machine alone', async () => {
    await api.ask('GET', '/api/v1/flags', { token: admin.token });
    const { text } = await api.ask('GET', '/metrics');
    expect(text).toMatch(
      /autonomos_http_request_duration_seconds_count\{.*route="\/api\/v1\/flags",status="200"/,
    );
    expect(text).toContain('autonomos_outbox_waiting');
    expect(text).not.toContain(admin.tenantId);
    const forwarded = await api.ask('GET', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.1' } });
    expect(forwarded.status).toBe(403);
  });
});
