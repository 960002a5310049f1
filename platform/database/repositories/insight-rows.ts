import type { Selectable } from 'kysely';
import type { AgentId, Finding, Severity } from '../../../domain/agents/finding.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import type { AgentRun } from './agent-runs.ts';

export type Insight = Selectable<Tables['insights']>;

/** A finding with its id and digest, which derive from its content. */
export interface NewInsight {
  readonly insightId: string;
  readonly digest: string;
  readonly finding: Finding;
}

/** Stores what a run found, in its order; a finding that is known already stays the same row. */
export const storeInsights = async (
  { db, tenantId }: TenantTransaction,
  run: AgentRun,
  asOf: string,
  insights: readonly NewInsight[],
): Promise<void> => {
  if (insights.length === 0) return;
  await db
    .insertInto('insights')
    .values(
      insights.map(({ insightId, digest, finding }) => ({
        tenant_id: tenantId,
        insight_id: insightId,
        agent: run.agent,
        kind: finding.kind,
        key: finding.key,
        digest,
        severity: finding.severity,
        title: finding.title,
        summary: finding.summary,
        figures: JSON.stringify(finding.figures),
        evidence: JSON.stringify(finding.evidence),
        citations: JSON.stringify(finding.citations),
        as_of: asOf,
        first_generation: run.generation,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto('agent_run_insights')
    .values(
      insights.map(({ insightId }, position) => ({
        tenant_id: tenantId,
        run_id: run.run_id,
        position,
        insight_id: insightId,
      })),
    )
    .execute();
};

/** An insight, or undefined. */
export const findInsight = async (
  { db }: TenantTransaction,
  insightId: string,
): Promise<Insight | undefined> =>
  await db.selectFrom('insights').selectAll().where('insight_id', '=', insightId).executeTakeFirst();

export interface InsightFilter {
  readonly agent?: AgentId | undefined;
  readonly kind?: string | undefined;
  readonly severity?: Severity | undefined;
}

export type ListedInsight = Insight & {
  readonly run_id: string;
  readonly generation: number;
  readonly position: number;
};

/**
 * Insights of these runs in their order, run by run, behind `after` (index of the run, position in it).
 */
export const listInsights = async (
  { db }: TenantTransaction,
  runIds: readonly string[],
  filter: InsightFilter,
  page: { readonly limit: number; readonly after: readonly [run: number, position: number] | undefined },
): Promise<readonly (ListedInsight & { readonly run: number })[]> => {
  const found: (ListedInsight & { readonly run: number })[] = [];
  for (const [run, runId] of runIds.entries()) {
    if (page.after !== undefined && run < page.after[0]) continue;
    if (found.length >= page.limit) break;
    let query = db
      .selectFrom('agent_run_insights as m')
      .innerJoin('insights as i', 'i.insight_id', 'm.insight_id')
      .innerJoin('agent_runs as r', 'r.run_id', 'm.run_id')
      .selectAll('i')
      .select(['m.run_id', 'm.position', 'r.generation'])
      .where('m.run_id', '=', runId)
      .orderBy('m.position')
      .limit(page.limit - found.length);
    if (page.after?.[0] === run) query = query.where('m.position', '>', page.after[1]);
    if (filter.kind !== undefined) query = query.where('i.kind', '=', filter.kind);
    if (filter.agent !== undefined) query = query.where('i.agent', '=', filter.agent);
    if (filter.severity !== undefined) query = query.where('i.severity', '=', filter.severity);
    found.push(...(await query.execute()).map((row) => ({ ...row, run })));
  }
  return found;
};

/** Runs in which an insight was found, the newest first. */
export const runsOfInsight = async (
  { db }: TenantTransaction,
  insightId: string,
): Promise<readonly Pick<AgentRun, 'run_id' | 'generation' | 'started_at' | 'questions'>[]> =>
  await db
    .selectFrom('agent_run_insights as m')
    .innerJoin('agent_runs as r', 'r.run_id', 'm.run_id')
    .select(['r.run_id', 'r.generation', 'r.started_at', 'r.questions'])
    .where('m.insight_id', '=', insightId)
    .orderBy('r.started_at', 'desc')
    .limit(20)
    .execute();
