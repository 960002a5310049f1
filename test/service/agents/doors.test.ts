import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { plantAgents } from '../../support/planted-agents.ts';
import type { PlantedAgents } from '../../support/planted-agents.ts';
import { runCli } from '../../support/run-cli.ts';
import { testFolder } from '../../support/services.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newMember, newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

type Body = Record<string, unknown>;

let api: TestApi;
let admin: TestUser;
let viewer: TestUser;
let folder: string;
let connection: string;

beforeAll(async () => {
  folder = mkdtempSync(join(testFolder(), 'cli-'));
  api = await startTestApi({
    environment: { RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' },
  });
  admin = await newTenant(api);
  viewer = await newMember(api, admin, 'viewer');
  const { json } = await ask('POST', '/connections', { system: 'filesource', name: 'Org', config: {} });
  connection = String(json?.['connection_id']);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (method: string, path: string, body?: unknown, user = admin) =>
  api.ask(method, `/api/v1${path}`, { token: user.token, ...(body === undefined ? {} : { body }) });
const run = (...words: string[]) =>
  runCli(words, { AUTONOMOS_HOME: folder, AUTONOMOS_URL: api.url, AUTONOMOS_TOKEN: admin.token });
const plant = (text: string, state?: string): Promise<PlantedAgents> =>
  plantAgents(
    api.database,
    { tenantId: admin.tenantId, connectionId: connection, object: text },
    { text, ...(state === undefined ? {} : { state }) },
  );

test('agents are listed with how free they are; only an admin changes that, and it is written down', async () => {
  const listed = await ask('GET', '/agents', undefined, viewer);
  expect(listed.json?.['data']).toMatchObject([
    { agent: 'revops', autonomy: 'suggest', reads: ['opportunities'], writes: ['forecast_category'] },
    { agent: 'finops', autonomy: 'suggest', writes: [] },
  ]);
  expect((await ask('PUT', '/agents/revops/autonomy', { autonomy: 'act' }, viewer)).status).toBe(403);
  expect((await ask('PUT', '/agents/revops/autonomy', { autonomy: 'free' })).status).toBe(422);
  expect((await ask('PUT', '/agents/nobody/autonomy', { autonomy: 'act' })).status).toBe(404);
  const changed = await ask('PUT', '/agents/revops/autonomy', { autonomy: 'observe' });
  expect([changed.status, changed.json?.['autonomy']]).toEqual([200, 'observe']);
  const audit = (await ask('GET', '/audit')).json?.['data'] as Body[];
  expect(audit.map(({ action }) => action)).toContain('setAutonomy');
});

test('insights are those of the newest run, page by page, and each shows its statements and what it called for', async () => {
  const { insightId, writebackId, runId } = await plant('listed');
  const listed = await ask('GET', '/insights?agent=revops&limit=1', undefined, viewer);
  expect(listed.json?.['data']).toMatchObject([{ insight_id: insightId, run_id: runId, title: 'listed' }]);
  expect((await ask('GET', '/insights?kind=forecast')).json?.['data']).toEqual([]);
  const shown = await ask('GET', `/insights/${insightId}`, undefined, viewer);
  expect(shown.json).toMatchObject({
    citations: [{ entity: 'opportunity', id: 'listed' }],
    evidence: [{ name: 'open_deals' }],
    runs: [{ run_id: runId, generation: 1 }],
    writeback_ids: [writebackId],
  });
  const runs = await ask('GET', '/agents/revops/runs');
  expect(runs.json?.['data']).toMatchObject([{ run_id: runId, state: 'done', as_of: '2026-10-31' }]);
});

test('a write-back is decided once, by who may, and only as it was read', async () => {
  const { writebackId, digest } = await plant('decided');
  const path = `/writebacks/${writebackId}`;
  expect((await ask('POST', `${path}/approve`, { digest }, viewer)).status).toBe(403);
  expect((await ask('POST', `${path}/approve`, { digest: 'stale' })).status).toBe(409);
  expect((await ask('POST', `${path}/reject`, { digest })).status).toBe(422);
  expect((await ask('POST', `${path}/undo`, {})).status).toBe(409);
  const approved = await ask('POST', `${path}/approve`, { digest, reason: 'yes' });
  expect([approved.status, approved.json]).toEqual([202, expect.objectContaining({ state: 'approved' })]);
  expect((await ask('POST', `${path}/reject`, { digest, reason: 'no' })).status).toBe(409);
  const shown = await ask('GET', path);
  expect(shown.json).toMatchObject({
    state: 'approved',
    decision: { verdict: 'approve', decided_by: admin.userId, reason: 'yes' },
  });
  const { rows } = await api.database.admin.query(
    `select from au.outbox where kind = 'decide_writeback' and payload ->> 'writeback_id' = $1`,
    [writebackId],
  );
  expect(rows).toHaveLength(1);
});

test('agents need golden records; the whole run is one job, and its state says what is going on', async () => {
  expect((await ask('POST', '/agents/finops/run', {})).status).toBe(409);
  const first = await ask('POST', '/aoa/run');
  expect(first.status).toBe(202);
  const again = await ask('POST', '/aoa/run');
  expect(again.json).toMatchObject({ task_id: first.json?.['task_id'], existing: true });
  const state = await ask('GET', '/aoa/state', undefined, viewer);
  expect(state.json).toMatchObject({
    running: { task_id: first.json?.['task_id'], kind: 'aoa', state: 'queued' },
    generation: null,
    writebacks: { approved: 1, proposed: 1 },
  });
  expect((await ask('GET', '/debug/state', undefined, viewer)).status).toBe(403);
  expect((await ask('GET', '/debug/state')).json).toMatchObject({
    tasks: [{ workflow_id: `aoa/${admin.tenantId}` }],
    generations: [],
  });
});

test('the command line lists, shows and decides; a second decision ends with 5', async () => {
  const { insightId, writebackId } = await plant('spoken');
  expect((await run('agents', 'list')).out).toMatch(/│ revops +│ RevOps pilot +│ observe +│ 1 +│ 2026-10-31/);
  expect((await run('agents', 'insights', '--agent', 'revops')).out).toContain('spoken');
  expect((await run('agents', 'show', insightId)).out).toContain(`write-back: ${writebackId}`);
  const listed = await run('--json', 'writebacks', 'list', '--state', 'proposed');
  expect(JSON.parse(listed.out)).toContainEqual(expect.objectContaining({ writeback_id: writebackId }));
  expect((await run('writebacks', 'reject', writebackId, '--reason', 'no')).code).toBe(0);
  expect((await run('writebacks', 'approve', writebackId)).code).toBe(5);
  expect((await run('writebacks', 'show', writebackId)).out).toContain(
    '"Pipeline" → "Commit"\nstate: rejected (no)',
  );
  expect((await run('agents', 'autonomy', 'finops', 'act')).out).toBe('finops: act\n');
  expect((await run('aoa', 'state')).out).toContain('no golden records yet');
}, 300_000);
