import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDataSet } from '../../../demo/generate/data-set.ts';
import type { AgentId } from '../../../domain/agents/finding.ts';
import type { Json } from '../../../domain/json.ts';
import { latestRuns } from '../../../platform/database/repositories/agent-runs.ts';
import type { AgentRun } from '../../../platform/database/repositories/agent-runs.ts';
import { listInsights } from '../../../platform/database/repositories/insight-rows.ts';
import { enqueueTask } from '../../../platform/database/repositories/tasks.ts';
import { listWritebacks } from '../../../platform/database/repositories/writeback-rows.ts';
import type { Writeback } from '../../../platform/database/repositories/writeback-rows.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { dclConnectId } from '../../../workflows/dcl-connect.contract.ts';
import { runAgentsId } from '../../../workflows/run-agents.contract.ts';
import { startTestApi } from '../../support/test-api.ts';
import { TestPlatform } from '../../support/test-platform.ts';
import { tokenOf } from '../ask/open-company.ts';
import { Recomputed } from './recomputed.ts';
import type { Told } from './stream-statements.ts';
import { WriteBench } from './write-bench.ts';

const shared = join(import.meta.dirname, '../../../../shared/data');
const real = existsSync(shared);
if (!real) console.warn('passed over: no ../shared/data beside the checkout, so no real files were read');

let platform: TestPlatform;
let bench: WriteBench;

const job = async (kind: 'connect' | 'agents', workflowId: string, input: Record<string, Json>) => {
  const { taskId } = await withTenant(platform.app, platform.tenantId, (transaction) =>
    enqueueTask(transaction, {
      kind,
      subject: { kind: 'tenant', id: platform.tenantId },
      workflowId,
      input,
      traceId: randomUUID().replaceAll('-', ''),
      requestedBy: 'test',
    }),
  );
  const task = await platform.ended(taskId, 180);
  expect([task.kind, task.state, task.error]).toEqual([kind, 'success', null]);
};

const connect = () => job('connect', dclConnectId(platform.tenantId), {});

const newest = async (agent: AgentId): Promise<AgentRun> =>
  (await withTenant(platform.app, platform.tenantId, latestRuns)).get(agent)!;

const insightsOf = (run: AgentRun) =>
  withTenant(platform.app, platform.tenantId, (transaction) =>
    listInsights(transaction, [run.run_id], {}, { limit: 1_000, after: undefined }),
  );

const writebacks = (state: Writeback['state']) =>
  withTenant(platform.app, platform.tenantId, (transaction) =>
    listWritebacks(transaction, { state }, 200, undefined),
  );

/** Whatever a finding says in numbers is what the stream says: counts and sums to the last digit, estimates to their decimals. */
const expectRecomputed = async (agent: AgentId): Promise<Map<string, number>> => {
  const recomputed = new Recomputed(platform);
  const kinds = new Map<string, number>();
  for (const insight of await insightsOf(await newest(agent))) {
    const told: Told = insight;
    const compared = await recomputed.compare(told);
    expect([told.kind, compared.told]).toEqual([told.kind, compared.again]);
    kinds.set(told.kind, (kinds.get(told.kind) ?? 0) + 1);
  }
  return kinds;
};

const expectCitationsResolve = async (...agents: AgentId[]): Promise<void> => {
  const api = await startTestApi({
    database: platform.database,
    environment: { ...platform.environment, RATE_READS_PER_MINUTE: '1000000' },
  });
  try {
    const token = await tokenOf(api, platform.tenantId);
    const cited = new Set<string>();
    for (const agent of agents)
      for (const { citations, kind } of await insightsOf(await newest(agent))) {
        expect([kind, citations.length]).not.toEqual([kind, 0]);
        for (const { entity, id } of citations) cited.add(`${entity}/${id}`);
      }
    for (const path of cited) {
      const { status, json } = await api.ask('GET', `/api/v1/dcl/views/${path}`, { token });
      expect([path, status, json?.['golden_id']]).toEqual([path, 200, path.split('/')[1]]);
    }
  } finally {
    await api.close();
  }
};

describe('on the generated data', () => {
  beforeAll(async () => {
    platform = await TestPlatform.start();
    const data = generateDataSet({ seed: 'autonomos', companies: 100, days: 60 });
    const { Account = [], Opportunity = [] } = data.salesforce;
    bench = await WriteBench.on(platform, { Account, Opportunity });
    const costs = Object.entries(data.files).filter(([name]) => name.includes('cost'));
    const files = await platform.connectFiles('bills', Object.fromEntries(costs));
    await platform.startWorker(bench.environment);
    await platform.ingest(bench.connectionId);
    await platform.ingest(files);
    await connect();
  }, 600_000);
  afterAll(async () => {
    await bench.close();
    await platform.stop();
  });

  test('every number is what independent statements over the stream find, and every cited record is there', async () => {
    const revops = await expectRecomputed('revops');
    const finops = await expectRecomputed('finops');
    for (const kind of ['forecast', 'pipeline_health', 'stuck_deals', 'stuck_deal', 'deal_score'])
      expect([kind, revops.get(kind) ?? 0]).not.toEqual([kind, 0]);
    for (const kind of ['spend', 'spend_by_service', 'cost_anomaly', 'idle_resource', 'untagged_resources'])
      expect([kind, finops.get(kind) ?? 0]).not.toEqual([kind, 0]);
    await expectCitationsResolve('revops', 'finops');
  });

  test('the day that was made dear is found, with its cause', async () => {
    const found = (await insightsOf(await newest('finops'))).filter(({ kind }) => kind === 'cost_anomaly');
    expect(found.map(({ figures }) => [figures['day'], figures['cause']])).toContainEqual([
      '2026-10-19',
      'price',
    ]);
  });

  test('the forecast is not further off than the last month alone', async () => {
    const { measures } = await newest('revops');
    const forecasts = measures['forecast'] as { currency: string; error: string; naive_error: string }[];
    expect(forecasts.length).toBeGreaterThan(0);
    for (const { error, naive_error } of forecasts)
      expect(Number(error)).toBeLessThanOrEqual(Number(naive_error));
  });

  test('the same generation gives the same insights again, as the same rows', async () => {
    for (const agent of ['revops', 'finops'] as const) {
      const first = await newest(agent);
      await job('agents', runAgentsId(platform.tenantId, agent), {
        agents: [agent],
        generation: first.generation,
      });
      const second = await newest(agent);
      expect(second.run_id).not.toBe(first.run_id);
      expect(second.content_hash).toBe(first.content_hash);
      const ids = async (run: AgentRun) => (await insightsOf(run)).map(({ insight_id }) => insight_id);
      expect(await ids(second)).toEqual(await ids(first));
    }
  });

  test('runs of long ago are forgotten, with what only they found', async () => {
    const { admin } = platform.database;
    await admin.query(
      `insert into au.agent_runs (tenant_id, run_id, agent, generation, state, trace_id, started_at)
       select $1, gen_random_uuid(), 'finops', 1, 'done', 't', now() - interval '1 year' from generate_series(1, 30)`,
      [platform.tenantId],
    );
    await admin.query(
      `insert into au.insights (tenant_id, insight_id, agent, kind, key, digest, severity, title, summary, figures, evidence,
         citations, as_of, first_generation)
       values ($1, gen_random_uuid(), 'finops', 'spend', 'k', 'old', 'info', 't', 's', '{}', '[]', '[]', '2020-01-01', 1)`,
      [platform.tenantId],
    );
    await job('agents', runAgentsId(platform.tenantId, 'finops'), { agents: ['finops'] });
    const { rows } = await admin.query<{ runs: number; old: number }>(
      `select (select count(*) from au.agent_runs where agent = 'finops')::int as runs,
         (select count(*) from au.insights where digest = 'old')::int as old`,
    );
    expect(rows).toEqual([{ runs: 20, old: 0 }]);
    expect((await insightsOf(await newest('finops'))).length).toBeGreaterThan(0);
  });

  test('what was written is recognised when it is read again: nothing else changes, nothing is proposed twice', async () => {
    const proposed = await writebacks('proposed');
    expect(proposed.length).toBeGreaterThan(1);
    const [chosen, refused] = proposed;
    await bench.decide(chosen!.writeback_id, 'approve');
    await bench.decide(refused!.writeback_id, 'reject');
    expect(await bench.ended(chosen!.writeback_id)).toMatchObject({ state: 'verified' });
    const before = await newest('revops');
    await platform.ingest(bench.connectionId);
    await connect();
    const after = await newest('revops');
    expect(after.generation).toBeGreaterThan(before.generation);
    // Our own hand is no sign that somebody works on the deal: what is found stays the same to the last word.
    expect(after.as_of).toBe(before.as_of);
    expect(after.content_hash).toBe(before.content_hash);
    expect(await bench.row(chosen!.writeback_id)).toMatchObject({ read_again: after.generation });
    const { rows } = await platform.database.admin.query<{ count: number }>(
      `select count(*)::int as count from au.writebacks where key in ($1, $2)`,
      [JSON.stringify(chosen!.key), JSON.stringify(refused!.key)],
    );
    expect(rows).toEqual([{ count: 2 }]);
    expect(await writebacks('proposed')).toHaveLength(proposed.length - 2);
  }, 600_000);
});

(real ? describe : describe.skip)('on the real data (../shared/data)', () => {
  beforeAll(async () => {
    platform = await TestPlatform.start();
    const read = (folder: string, name: string): [string, string] => [
      name,
      readFileSync(join(shared, folder, name), 'utf8'),
    ];
    const files = await platform.connectFiles(
      'real',
      Object.fromEntries([
        read('crm-files', 'accounts.csv'),
        read('crm-files', 'sales_pipeline.csv'),
        read('finops', 'focus_sample.v1.0.csv'),
      ]),
    );
    await platform.startWorker();
    await platform.ingest(files);
    await connect();
  }, 600_000);
  afterAll(async () => {
    await platform.stop();
  });

  test('every number is what independent statements over the stream find, and every cited record is there', async () => {
    const revops = await expectRecomputed('revops');
    const finops = await expectRecomputed('finops');
    expect(revops.get('forecast')).toBe(1);
    expect(finops.get('spend')).toBe(1);
    await expectCitationsResolve('revops', 'finops');
    const { measures } = await newest('revops');
    const [forecast] = measures['forecast'] as { error: string; naive_error: string }[];
    expect(Number(forecast!.error)).toBeLessThanOrEqual(Number(forecast!.naive_error));
  });
});
