import { randomUUID } from 'node:crypto';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

let api: TestApi;
let admin: TestUser;
let connection: string;
beforeAll(async () => {
  api = await startTestApi();
  admin = await newTenant(api);
  const { json } = await api.ask('POST', '/api/v1/connections', {
    token: admin.token,
    body: { system: 'filesource', name: 'Files', config: {} },
  });
  connection = String(json?.['connection_id']);
});
afterAll(() => api.close());

interface Settled {
  readonly kind: string;
  readonly state: string;
  readonly confidence: number;
  readonly author?: string;
  readonly decidedBy?: string;
  readonly edited?: boolean;
  readonly seconds?: number;
  readonly daysAgo?: number;
  readonly mappings?: readonly unknown[];
}

/** A ticket with one repair that came to `state`, and its decision. */
const plantRepair = async (settled: Settled): Promise<void> => {
  const { kind, state, confidence, author = 'heuristic', decidedBy, edited = false } = settled;
  const [ticket, repair] = [randomUUID(), randomUUID()];
  const closed = state === 'applied';
  const at = new Date(Date.now() - (settled.daysAgo ?? 0) * 86_400_000);
  const applied = new Date(at.getTime() + (settled.seconds ?? 0) * 1_000);
  await api.database.admin.query(
    `insert into au.drift_events (tenant_id, drift_event_id, connection_id, object, kind, severity, digest, state, outcome,
       opened_at, closed_at)
     values ($1, $2, $3, $4, $5, 'breaking', 'd', $6, $7, $8, $9)`,
    [
      admin.tenantId,
      ticket,
      connection,
      `${ticket}.csv`,
      kind,
      closed ? 'closed' : 'manual',
      closed ? 'applied' : null,
      at,
      closed ? applied : null,
    ],
  );
  await api.database.admin.query(
    `insert into au.repairs (tenant_id, repair_id, drift_event_id, connection_id, object, ticket_digest, digest, state, band,
       confidence, author, mappings, trace_id, created_at, applied_at)
     values ($1, $2, $3, $4, 'x', 'd', 'd', $5, 'review', $6, $7, $10, 't', $8, $9)`,
    [
      admin.tenantId,
      repair,
      ticket,
      connection,
      state,
      confidence,
      author,
      at,
      ['applied', 'undone'].includes(state) ? applied : null,
      JSON.stringify(settled.mappings ?? []),
    ],
  );
  if (decidedBy === undefined) return;
  await api.database.admin.query(
    `insert into au.repair_decisions (tenant_id, decision_id, repair_id, verdict, edits, digest, decided_by, trace_id)
     values ($1, $2, $3, $4, $5, 'd', $6, 't')`,
    [
      admin.tenantId,
      randomUUID(),
      repair,
      state === 'rejected' ? 'reject' : 'approve',
      edited ? '[]' : null,
      decidedBy,
    ],
  );
};

const figures = async (query = '') =>
  (await api.ask('GET', `/api/v1/mesh/figures${query}`, { token: admin.token })).json ?? {};

test('a tenant without drift gets zeros, and nothing that was not measured', async () => {
  const { drift, repairs, calibration } = await figures();
  expect(drift).toEqual([]);
  expect(calibration).toEqual([]);
  expect(repairs).toMatchObject({ waiting: 0, applied_by_itself: 0, median_seconds: null });
});

test('tickets, outcomes and the calibration are counted from what happened', async () => {
  await plantRepair({
    kind: 'renamed',
    state: 'applied',
    confidence: 0.97,
    decidedBy: 'policy',
    seconds: 10,
  });
  await plantRepair({
    kind: 'renamed',
    state: 'applied',
    confidence: 0.99,
    decidedBy: 'policy',
    seconds: 20,
  });
  await plantRepair({ kind: 'renamed', state: 'undone', confidence: 0.96, decidedBy: 'policy', seconds: 30 });
  await plantRepair({ kind: 'removed', state: 'rejected', confidence: 0.7, decidedBy: 'u' });
  await plantRepair({
    kind: 'removed',
    state: 'applied',
    confidence: 0.72,
    decidedBy: 'u',
    edited: true,
    seconds: 40,
  });
  await plantRepair({ kind: 'removed', state: 'proposed', confidence: 0.8 });
  await plantRepair({
    kind: 'removed',
    state: 'applied',
    confidence: 1,
    author: 'human',
    decidedBy: 'u',
    seconds: 50,
  });
  await plantRepair({ kind: 'retyped', state: 'applied', confidence: 0.9, decidedBy: 'policy', daysAgo: 60 });

  const { drift, repairs, calibration } = await figures();
  expect(drift).toEqual([
    { kind: 'removed', severity: 'breaking', open: 2, closed: 2 },
    { kind: 'renamed', severity: 'breaking', open: 1, closed: 2 },
  ]);
  expect(repairs).toEqual({
    waiting: 1,
    applied_by_itself: 3,
    applied_by_people: 1,
    edited: 1,
    accepted: 1,
    rejected: 1,
    undone: 1,
    expired: 0,
    failed: 0,
    median_seconds: 30,
  });
  expect(calibration).toEqual([
    { from: 0.7, to: 0.8, repairs: 2, right: 0, mean_confidence: expect.closeTo(0.71) as number },
    { from: 0.95, to: 1, repairs: 3, right: 2, mean_confidence: expect.closeTo(0.9733, 3) as number },
  ]);
  expect((await figures('?days=90'))['repairs']).toMatchObject({ applied_by_itself: 4 });
});

test('recalls are the changes of proposals for which an earlier decision spoke', async () => {
  const change = (field: string, selected: boolean, signal: string, weight: number) => ({
    ...{ id: `account.${field}`, field, lost: [field], found: [`new_${field}`], selected },
    evidence: [
      { signal: 'name', weight: 1, text: 'alike' },
      { signal, weight, text: 'people decided on this before' },
    ],
  });
  const changes = [
    change('sector', true, 'history', 1.25),
    change('town', false, 'history', -2.5),
    change('site', true, 'values', 3),
  ];
  expect((await figures())['recalls']).toEqual([]);
  await plantRepair({
    kind: 'renamed',
    state: 'proposed',
    confidence: 0.8,
    mappings: [{ entity: 'account', changes }],
  });
  const told = { object: 'x', text: 'people decided on this before' };
  expect((await figures())['recalls']).toMatchObject([
    { ...told, field: 'sector', lost: ['sector'], found: ['new_sector'], weight: 1.25, selected: true },
    { ...told, field: 'town', weight: -2.5, selected: false },
  ]);
});
