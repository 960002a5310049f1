import { randomUUID } from 'node:crypto';
import { plantEvent } from '../../../support/held-data.ts';
import { plantRepair } from '../../../support/planted-repair.ts';
import type { PlantedRepair } from '../../../support/planted-repair.ts';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newMember, newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

type Body = Record<string, unknown>;
let api: TestApi;
let admin: TestUser;
let operator: TestUser;
let viewer: TestUser;
let connection: string;

beforeAll(async () => {
  api = await startTestApi({
    environment: { RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' },
  });
  admin = await newTenant(api);
  operator = await newMember(api, admin, 'operator');
  viewer = await newMember(api, admin, 'viewer');
  const made = await post('/connections', { system: 'filesource', name: 'Files', config: {} }, admin);
  connection = String(made.json?.['connection_id']);
});
afterAll(() => api.close());

const get = (path: string, user = viewer) => api.ask('GET', `/api/v1${path}`, { token: user.token });
const post = (path: string, body: unknown, user = operator, headers = {}) =>
  api.ask('POST', `/api/v1${path}`, { token: user.token, body, headers });

/** A mapped object with a repair that waits. */
const waiting = async (more: Parameters<typeof plantRepair>[2] = {}): Promise<PlantedRepair & Body> => {
  const object = `${randomUUID()}.csv`;
  const document = `system: filesource\nobject: ${object}\nentity: account\nversion: 1\nkey: Id\nfields:\n  name: Company\n`;
  await post('/mesh/mappings', { connection_id: connection, document, reason: 'first' });
  const planted = await plantRepair(
    api.database,
    { tenantId: admin.tenantId, connectionId: connection, object },
    more,
  );
  return { ...planted, object };
};
const stateOf = async (repairId: string): Promise<unknown> =>
  (await get(`/mesh/repairs/${repairId}`)).json?.['state'];
const outboxOf = async (driftEventId: string): Promise<unknown[]> => {
  const { rows } = await api.database.admin.query<{ kind: string }>(
    `select kind from au.outbox where payload ->> 'drift_event_id' = $1`,
    [driftEventId],
  );
  return rows.map(({ kind }) => kind);
};

test('a repair shows what would change, why, and real rows; the ticket names it and its policy', async () => {
  const { repairId, driftEventId } = await waiting();
  const { status, json } = await get(`/mesh/repairs/${repairId}`);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    state: 'proposed',
    band: 'review',
    records_changed: 1,
    changes: { offered: 1, selected: 1 },
    ticket: { kind: 'renamed', severity: 'breaking', state: 'waiting' },
    mappings: [
      {
        entity: 'account',
        from_version: 1,
        changes: [
          {
            id: 'account.name',
            lost: ['Company'],
            found: ['Label'],
            evidence: [{ text: 'both speak of the label' }],
          },
        ],
      },
    ],
    preview: { seq: 7, rows: [{ before: { name: null }, after: { name: 'Acme' } }] },
    decision: null,
  });
  const ticket = (await get(`/mesh/drift/${driftEventId}`)).json;
  expect(ticket).toMatchObject({
    policy: { policy: 'ask', source: 'default' },
    field_policies: [{ field: 'Company', policy: 'ask', source: 'default' }],
    repair: { repair_id: repairId, band: 'review' },
  });
});

test('repairs are listed by state, band and connection, page by page', async () => {
  const planted = [await waiting({ band: 'manual', confidence: 0.4 }), await waiting({ band: 'manual' })];
  const query = `/mesh/repairs?band=manual&state=proposed&connection_id=${connection}`;
  const first = await get(`${query}&limit=1`);
  const page = first.json?.['page'] as Body;
  const second = await get(`${query}&limit=1&cursor=${String(page['next_cursor'])}`);
  const ids = [first, second].flatMap(({ json }) =>
    (json?.['data'] as Body[]).map((row) => row['repair_id']),
  );
  expect(ids).toEqual([...planted].reverse().map(({ repairId }) => repairId));
  expect((await get(`/mesh/repairs?connection_id=${randomUUID()}`)).json?.['data']).toEqual([]);
});

test('an approval is one decision, with its outbox row; the same request twice is the same answer', async () => {
  const { repairId, digest, driftEventId } = await waiting();
  const body = { repair_id: repairId, digest, reason: 'seen' };
  const key = { 'Idempotency-Key': randomUUID() };
  const first = await post('/mesh/repair/approve', body, operator, key);
  const again = await post('/mesh/repair/approve', body, operator, key);
  expect([first.status, first.json?.['state'], again.text]).toEqual([202, 'approved', first.text]);
  expect(first.headers.get('location')).toBe(`/api/v1/mesh/repairs/${repairId}`);
  const second = await post('/mesh/repair/reject', { ...body, reason: 'no' }, admin);
  expect([second.status, second.json?.['code']]).toEqual([409, 'conflict']);
  expect(await outboxOf(driftEventId)).toEqual(['decide_repair']);
  expect((await get(`/mesh/repairs/${repairId}`)).json?.['decision']).toMatchObject({
    verdict: 'approve',
    edited: null,
    reason: 'seen',
    decided_by: operator.userId,
  });
  const { json } = await get('/audit?limit=5', admin);
  expect(json?.['data']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: 'approveRepair', subject: `repair:${repairId}`, status: 202 }),
    ]),
  );
});

test('a stale digest is refused, and so is whoever may only read', async () => {
  const { repairId, digest } = await waiting();
  const stale = await post('/mesh/repair/approve', { repair_id: repairId, digest: 'f'.repeat(64) });
  expect([stale.status, stale.json?.['code']]).toEqual([409, 'conflict']);
  const body = { repair_id: repairId, digest, reason: 'x' };
  for (const path of ['/mesh/repair/approve', '/mesh/repair/reject', '/mesh/repairs/snapshot'])
    expect((await post(path, body, viewer)).status).toBe(403);
  expect(await stateOf(repairId)).toBe('proposed');
});

test('edit-and-approve keeps the changes that are named; an unknown one is refused', async () => {
  const { repairId, digest } = await waiting();
  const unknown = await post('/mesh/repair/approve', {
    repair_id: repairId,
    digest,
    edits: [{ id: 'account.phone' }],
  });
  expect([unknown.status, unknown.json?.['code']]).toEqual([422, 'validation_failed']);
  const edited = await post('/mesh/repair/approve', {
    repair_id: repairId,
    digest,
    edits: [{ id: 'account.name', from: ['Brand'] }],
  });
  expect(edited.status).toBe(202);
  expect((await get(`/mesh/repairs/${repairId}`)).json?.['decision']).toMatchObject({
    edited: ['account.name'],
  });
});

test('an edit is shown on real rows before it is approved, and nothing is changed by that', async () => {
  const { repairId, digest, object } = await waiting();
  await plantEvent(
    api.database,
    { tenantId: admin.tenantId, connectionId: connection, slug: 'files', stream: String(object) },
    {
      id: '1',
      seq: 100_000,
      recordSeq: 1,
      data: { name: 'as it was' },
      raw: { Id: '1', Company: 'as it was', Label: 'proposed', Brand: 'chosen' },
      at: '2026-01-01T00:00:00Z',
    },
  );
  const path = `/mesh/repairs/${repairId}/preview`;
  const edits = [{ id: 'account.name', from: ['Brand'] }];
  const { status, json } = await post(path, { digest, edits });
  expect([status, json]).toEqual([
    200,
    {
      seq: 100_000,
      done: true,
      counts: [expect.objectContaining({ entity: 'account', records: 1, changed: 1 })],
      rows: [
        {
          entity: 'account',
          record_key: `files/${String(object)}/1`,
          before: { name: 'as it was' },
          after: { name: 'chosen' },
        },
      ],
    },
  ]);
  const refused = await Promise.all([
    post(path, { digest: 'stale', edits }),
    post(path, { digest, edits: [{ id: 'account.phone' }] }),
    post(path, { digest, edits }, viewer),
    post(`/mesh/repairs/${randomUUID()}/preview`, { digest, edits }),
  ]);
  expect(refused.map((reply) => reply.status)).toEqual([409, 422, 403, 404]);
  expect(await stateOf(repairId)).toBe('proposed');
});

test('in bulk a list of the server is decided, each repair by what it was then', async () => {
  const [one, two, three] = [await waiting(), await waiting(), await waiting({ confidence: 0.62 })];
  const listed = await post('/mesh/repairs/snapshot', {
    connection_id: connection,
    band: 'review',
    min_confidence: 0.7,
  });
  expect(listed.status).toBe(201);
  const ids = (listed.json?.['repairs'] as Body[]).map((row) => row['repair_id']);
  expect(ids).toEqual(expect.arrayContaining([one.repairId, two.repairId]));
  expect(ids).not.toContain(three.repairId);
  await api.database.admin.query('update au.repairs set digest = $2 where repair_id = $1', [
    two.repairId,
    'e'.repeat(64),
  ]);
  const path = `/mesh/repairs/snapshot/${String(listed.json?.['snapshot_id'])}/decide`;
  const decided = await post(path, { verdict: 'reject', reason: 'all wrong' });
  expect(decided.status).toBe(202);
  const outcomes = decided.json?.['outcomes'] as Body[];
  const outcomeOf = (id: string) => outcomes.find((row) => row['repair_id'] === id);
  expect(outcomeOf(one.repairId)).toMatchObject({ decided: true, problem: null });
  expect(outcomeOf(two.repairId)?.['decided']).toBe(false);
  expect(outcomeOf(two.repairId)?.['problem']).toMatch(/changed/);
  expect([await stateOf(one.repairId), await stateOf(two.repairId), await stateOf(three.repairId)]).toEqual([
    'rejected',
    'proposed',
    'proposed',
  ]);
  expect(
    (await post(`/mesh/repairs/snapshot/${randomUUID()}/decide`, { verdict: 'approve', reason: 'x' })).status,
  ).toBe(404);
});

test('of many that decide at once one wins', async () => {
  const { repairId, digest, driftEventId } = await waiting();
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      post(`/mesh/repair/${at % 2 === 0 ? 'approve' : 'reject'}`, {
        repair_id: repairId,
        digest,
        reason: `decision ${at}`,
      }),
    ),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([202, ...Array<number>(11).fill(409)]);
  expect(await outboxOf(driftEventId)).toEqual(['decide_repair']);
});

test('a ticket is accepted by its digest; what is not applied cannot be undone', async () => {
  const { repairId, driftEventId, ticketDigest } = await waiting();
  const undone = await post('/mesh/repair/undo', { repair_id: repairId });
  expect([undone.status, undone.json?.['code']]).toEqual([409, 'conflict']);
  const stale = await post(`/mesh/drift/${driftEventId}/accept`, { digest: 'old' });
  expect(stale.status).toBe(409);
  // The mapping's only field, which every account must have, would be gone.
  const needed = await post(`/mesh/drift/${driftEventId}/accept`, { digest: ticketDigest });
  expect([needed.status, needed.json?.['code']]).toEqual([422, 'mapping_invalid']);
  expect(await stateOf(repairId)).toBe('proposed');
});

test('another proposal is asked for by the digest of a ticket that is left to people', async () => {
  const { repairId, driftEventId, ticketDigest, digest } = await waiting();
  const ask = (body: Body, user = operator) => post(`/mesh/drift/${driftEventId}/propose`, body, user);
  expect((await ask({ digest: ticketDigest }, viewer)).status).toBe(403);
  const early = await ask({ digest: ticketDigest });
  expect([early.status, early.json?.['detail']]).toEqual([
    409,
    expect.stringContaining('only one that is left to people'),
  ]);
  await post('/mesh/repair/reject', { repair_id: repairId, digest, reason: 'no' });
  await api.database.admin.query(`update au.drift_events set state = 'manual' where drift_event_id = $1`, [
    driftEventId,
  ]);
  expect((await get(`/mesh/drift/${driftEventId}`)).json).toMatchObject({ proposable: true, notes: [] });
  expect((await ask({ digest: 'old' })).status).toBe(409);
  const asked = await ask({ digest: ticketDigest });
  expect([asked.status, asked.json]).toEqual([202, { drift_event_id: driftEventId, state: 'open' }]);
  expect((await get(`/mesh/repairs/${repairId}`)).json).toMatchObject({
    state: 'rejected',
    superseded: true,
  });
  expect(await outboxOf(driftEventId)).toContain('repair_ticket');
  expect((await ask({ digest: ticketDigest })).status).toBe(409);
});

describe('policies', () => {
  test('the narrowest that fits holds, and says where it comes from', async () => {
    const { driftEventId, object } = await waiting();
    const put = (body: Body, user = admin) =>
      api.ask('PUT', '/api/v1/mesh/policies', { token: user.token, body });
    expect((await put({ policy: 'auto' }, operator)).status).toBe(403);
    const tenantWide = await put({ policy: 'auto' });
    expect([tenantWide.status, tenantWide.json?.['connection_id']]).toEqual([200, null]);
    const policyOf = async () => (await get(`/mesh/drift/${driftEventId}`)).json?.['policy'];
    expect(await policyOf()).toEqual({ policy: 'auto', source: 'tenant' });
    await put({ connection_id: connection, policy: 'ignore' });
    await put({ connection_id: connection, object, policy: 'freeze' });
    const field = await put({ connection_id: connection, object, field: 'Company', policy: 'ask' });
    expect(await policyOf()).toEqual({ policy: 'ask', source: 'field' });
    expect((await put({ object: 'x', policy: 'ask' })).json?.['errors']).toMatchObject([
      { pointer: '/connection_id' },
    ]);
    expect((await put({ connection_id: randomUUID(), policy: 'ask' })).status).toBe(404);

    const listed = (await get(`/mesh/policies?connection_id=${connection}`)).json;
    expect(listed).toMatchObject({ autofix: false, threshold: 0.85 });
    expect((listed?.['data'] as Body[]).map((row) => row['policy'])).toEqual([
      'auto',
      'ignore',
      'freeze',
      'ask',
    ]);
    await api.database.admin.query(
      `insert into au.source_schemas (tenant_id, connection_id, object, version, fingerprint, document)
       values ($1, $2, $3, 1, 'f', $4)`,
      [
        admin.tenantId,
        connection,
        object,
        { name: object, kind: 'file', fields: [{ name: 'Company' }, { name: 'Id' }], key: [] },
      ],
    );
    const effective = await get(
      `/mesh/policies/effective?connection_id=${connection}&object=${encodeURIComponent(String(object))}`,
    );
    expect(effective.json).toEqual({
      object: { policy: 'freeze', source: 'object' },
      fields: [
        { field: 'Company', policy: 'ask', source: 'field' },
        { field: 'Id', policy: 'freeze', source: 'object' },
      ],
    });
    const id = String(field.json?.['policy_id']);
    const remove = () => api.ask('DELETE', `/api/v1/mesh/policies/${id}`, { token: admin.token });
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
    expect(await policyOf()).toEqual({ policy: 'freeze', source: 'object' });
  });
});

describe('test sources', () => {
  const mutate = (source: string, connectionId: string, user = admin) =>
    post(
      `/mesh/test/${source}/mutate`,
      {
        connection_id: connectionId,
        kind: 'rename_column',
        object: 'a.csv',
        arguments: { from: 'a', to: 'b' },
      },
      user,
    );

  test('only a connection that says it is one is changed, at the address of its system, by an admin', async () => {
    const plain = await mutate('filesource', connection);
    expect([plain.status, plain.json?.['detail']]).toEqual([409, expect.stringContaining('testSource')]);
    const made = await post(
      '/connections',
      { system: 'filesource', name: 'Test files', config: { testSource: true } },
      admin,
    );
    const testing = String(made.json?.['connection_id']);
    expect((await mutate('filesource', testing, operator)).status).toBe(403);
    expect((await mutate('mongo', testing)).status).toBe(409);
    expect((await mutate('filesource', testing)).json).toMatchObject({ kind: 'mutate', existing: false });
    expect((await mutate('filesource', testing)).json).toMatchObject({ kind: 'mutate', existing: false });
  });
});
