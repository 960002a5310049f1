import { createHash } from 'node:crypto';
import { agents } from '../../domain/agents/agents.ts';
import type { AgentId, Answers, Finding, Row } from '../../domain/agents/finding.ts';
import { Fault } from '../../domain/faults.ts';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import { canonicalJson } from '../../domain/mapping/canonical-json.ts';
import { beginRun, endRun, lockRunning, trimRuns } from '../../platform/database/repositories/agent-runs.ts';
import { currentGeneration } from '../../platform/database/repositories/dcl-generations.ts';
import { storeInsights } from '../../platform/database/repositories/insight-rows.ts';
import type { NewInsight } from '../../platform/database/repositories/insight-rows.ts';
import { ownWrites } from '../../platform/database/repositories/writeback-rows.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { queryGeneration } from '../../platform/duckdb/query/query-generation.ts';
import type { Deps } from '../deps.ts';
import { withHeartbeat } from '../edge.ts';
import { proposeChanges } from './propose-changes.ts';
import { recogniseOwnWrites } from './recognise-own-writes.ts';

export interface RunAgentInput {
  readonly tenantId: string;
  readonly traceId: string;
  readonly taskId: string | null;
  readonly agent: AgentId;
  readonly generation: number;
  readonly runId: string;
}

type Needs = Pick<Deps, 'pool' | 'config'>;

const limits = { rows: 20_000, timeMs: 60_000, bytes: 32_000_000 };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An insight's id derives from its content and its tenant, so that finding it again is the same row. */
const insightOf = (tenantId: TenantId, agent: AgentId, finding: Finding): NewInsight => {
  const { kind, key, severity, title, summary, figures, evidence } = finding;
  const citations = finding.citations.map(({ entity, id }) => ({ entity, id }));
  const content = { kind, key, severity, title, summary, figures, evidence, citations };
  const digest = sha256(canonicalJson(content));
  const id = sha256(`${tenantId}/${agent}/${digest}`);
  // RFC 9562, version 8: the rest is ours.
  const insightId = [
    id.slice(0, 8),
    id.slice(8, 12),
    `8${id.slice(13, 16)}`,
    `a${id.slice(17, 20)}`,
    id.slice(20, 32),
  ].join('-');
  return { insightId, digest, finding };
};

export const createAgentControlActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /** The generation that a run is pinned to. Throws `conflict` before the first connect. */
  chooseGeneration: async (input: {
    readonly tenantId: string;
    readonly generation: number | null;
  }): Promise<{ readonly generation: number }> => {
    if (input.generation !== null) return { generation: input.generation };
    const current = await withTenant(pool, parseTenant(input.tenantId), currentGeneration);
    if (current === undefined)
      throw new Fault('conflict', 'There are no golden records yet: run DCL connect first');
    return { generation: current.generation };
  },

  /** Notes why a run broke off. */
  failAgentRun: (input: {
    readonly tenantId: string;
    readonly runId: string;
    readonly error: string;
  }): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const run = await lockRunning(transaction, input.runId);
      if (run !== undefined) await endRun(transaction, run, { error: input.error });
    }),
});

export type AgentControlActivities = ReturnType<typeof createAgentControlActivities>;

export const createAgentActivities = (deps: Needs) => ({
  /**
   * Lets an agent look at one generation: asks its questions, stores what it found, and proposes what it wants changed. The
   * same generation gives the same findings in the same order; run again, it has done its work already.
   */
  runAgent: (input: RunAgentInput): Promise<void> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      await withTenant(deps.pool, tenantId, (transaction) => beginRun(transaction, input));
      await withTenant(deps.pool, tenantId, (transaction) =>
        recogniseOwnWrites(transaction, input.generation),
      );
      const found = await look(deps, tenantId, input);
      await withTenant(deps.pool, tenantId, async (transaction) => {
        const run = await lockRunning(transaction, input.runId);
        if (run === undefined) return;
        await storeInsights(transaction, run, found.asOf ?? '', found.insights);
        const proposals = await proposeChanges(transaction, run, found.insights);
        await trimRuns(transaction, run.agent);
        await endRun(transaction, run, {
          asOf: found.asOf,
          insights: found.insights.length,
          proposals,
          contentHash: sha256(found.insights.map(({ digest }) => digest).join('\n')),
          measures: found.measures,
          questions: found.questions,
        });
      });
    }),
});

export type AgentActivities = ReturnType<typeof createAgentActivities>;

const look = async (deps: Needs, tenantId: TenantId, { agent: id, generation }: RunAgentInput) => {
  const agent = agents[id];
  const ask = async (sql: string): Promise<readonly Row[]> => {
    const { columns, rows } = await queryGeneration(deps, { tenantId, generation, sql, limits });
    return rows.map((cells) => Object.fromEntries(columns.map(({ name }, at) => [name, cells[at] ?? null])));
  };
  const writes = await withTenant(deps.pool, tenantId, ownWrites);
  const [clock] = await ask(agent.clock(writes));
  const asOf = clock?.['as_of'];
  if (typeof asOf !== 'string') return { asOf: null, insights: [], measures: {}, questions: {} };
  const context = { asOf, ownWrites: writes };
  const answers: Record<string, Answers[string]> = {};
  const questions = agent.questions(context);
  for (const [name, sql] of Object.entries(questions)) answers[name] = await ask(sql);
  const { findings, measures } = agent.judge(answers, context);
  const insights = findings.map((finding) => insightOf(tenantId, id, finding));
  return { asOf, insights, measures, questions };
};
