import { sql } from 'kysely';
import type { TenantTransaction } from '../with-tenant.ts';

export interface FoundInsight {
  readonly insight_id: string;
  readonly agent: string;
  readonly kind: string;
  readonly severity: string;
  readonly title: string;
}

/** What these agents found in their latest finished runs, the gravest first. */
export const latestInsights = async (
  { db }: TenantTransaction,
  agents: readonly string[],
  limit: number,
): Promise<readonly FoundInsight[]> => {
  if (agents.length === 0) return [];
  const { rows } = await sql<FoundInsight>`
    select i.insight_id, i.agent, i.kind, i.severity, i.title
    from (
      select distinct on (agent) run_id from au.agent_runs
      where agent = any(${[...agents]}) and state = 'done' order by agent, started_at desc
    ) latest
    join au.agent_run_insights p on p.run_id = latest.run_id
    join au.insights i on i.insight_id = p.insight_id
    order by array_position(array['critical', 'warning', 'notice', 'info'], i.severity), i.agent, p.position
    limit ${limit}`.execute(db);
  return rows;
};
