import { randomUUID } from 'node:crypto';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import type { FieldChange } from '../../../domain/repair/repair.ts';
import { decideRepair, requestUndo } from '../../../platform/database/repositories/repair-decisions.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { createAdvisor } from '../../../platform/llm/advisor.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let api: TestApi;
let user: TestUser;
let connectionId: string;

beforeAll(async () => {
  api = await startTestApi();
  user = await newTenant(api);
  const body = { system: 'filesource', name: 'files', config: {} };
  const made = await api.ask('POST', '/api/v1/connections', { token: user.token, body });
  connectionId = String(made.json?.['connection_id']);
});
afterAll(() => api.close());

const change: FieldChange = {
  id: 'account.annual_revenue',
  kind: 'rename',
  part: 'field',
  field: 'annual_revenue',
  lost: ['revenue'],
  found: ['turnover'],
  before: { from: ['revenue'], transforms: [], required: false },
  after: { from: ['turnover'], transforms: [], required: false },
  confidence: 0.8,
  evidence: [],
  selected: true,
};
const object = 'accounts.csv';
const digest = 'd';

/** A proposal as the worker leaves it behind. */
const plantRepair = async (state = 'proposed'): Promise<string> => {
  const [driftEventId, repairId] = [randomUUID(), randomUUID()];
  await api.database.admin.query(
    `insert into au.drift_events
       (tenant_id, drift_event_id, connection_id, object, kind, severity, digest, state, outcome)
     values ($1, $2, $3, $4, 'renamed', 'breaking', $5, $6, $7)`,
    [
      user.tenantId,
      driftEventId,
      connectionId,
      `${object}${state === 'applied' ? driftEventId : ''}`,
      digest,
      state === 'applied' ? 'closed' : 'waiting',
      state === 'applied' ? 'applied' : null,
    ],
  );
  const mappings = [
    { entity: 'account', from_version: 1, to_version: null, document: null, changes: [change] },
  ];
  await api.database.admin.query(
    `insert into au.repairs (tenant_id, repair_id, drift_event_id, connection_id, object, ticket_digest, digest,
       state, band, confidence, author, mappings, trace_id)
     values ($1, $2, $3, $4, $5, $6, $6, $7, 'review', 0.8, 'heuristic', $8, 't')`,
    [user.tenantId, repairId, driftEventId, connectionId, object, digest, state, JSON.stringify(mappings)],
  );
  return repairId;
};

const decide = (repairId: string, more: Readonly<Record<string, unknown>>) =>
  withTenant(api.deps.pools.app, parseTenant(user.tenantId), (transaction) =>
    decideRepair(transaction, {
      repairId,
      digest,
      verdict: 'approve',
      decidedBy: user.userId,
      traceId: 't',
      ...more,
    }),
  );
const remembered = async (repairId: string) => {
  const { rows } = await api.database.admin.query<Record<string, unknown>>(
    `select kind, system, object, from_name, to_name, verdict, decided_by from au.repair_memory
     where repair_id = $1 order by at`,
    [repairId],
  );
  return rows;
};
const close = (repairId: string) =>
  api.database.admin.query(
    `update au.drift_events set state = 'closed', outcome = 'accepted'
     where drift_event_id = (select drift_event_id from au.repairs where repair_id = $1)`,
    [repairId],
  );
const row = (verdict: string) => ({
  kind: 'rename',
  system: 'filesource',
  object,
  from_name: 'revenue',
  to_name: 'turnover',
  verdict,
  decided_by: user.userId,
});
const asked = { kind: 'rename', system: 'filesource', object, from: 'revenue', to: 'turnover' } as const;
const recalled = async () => {
  const advisor = createAdvisor({ pool: api.deps.pools.app, llm: undefined });
  return (await advisor.recall(parseTenant(user.tenantId), [asked]))[0];
};

test('a decision is remembered in its own transaction, or not at all', async () => {
  const repairId = await plantRepair();
  await expect(decide(repairId, { digest: 'stale' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await remembered(repairId)).toEqual([]);
  await decide(repairId, {});
  await expect(decide(repairId, { verdict: 'reject' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await remembered(repairId)).toEqual([row('approved')]);
  expect(await recalled()).toMatchObject({ covered: true, barred: false });
  await close(repairId);
});

test('what the policy decides teaches nothing', async () => {
  const repairId = await plantRepair();
  await decide(repairId, { decidedBy: 'policy' });
  expect(await remembered(repairId)).toEqual([]);
  await close(repairId);
});

test('a rejection bars the pair and undoes its cover', async () => {
  const repairId = await plantRepair();
  await decide(repairId, { verdict: 'reject', reason: 'another thing' });
  expect(await remembered(repairId)).toEqual([row('rejected')]);
  expect(await recalled()).toMatchObject({ covered: false, barred: true });
  await close(repairId);
});

test('an undo counts against what was applied', async () => {
  const repairId = await plantRepair('applied');
  await withTenant(api.deps.pools.app, parseTenant(user.tenantId), (transaction) =>
    requestUndo(transaction, { repairId, requestedBy: user.userId, now: new Date() }),
  );
  expect(await remembered(repairId)).toEqual([row('undone')]);
});
