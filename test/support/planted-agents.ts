import { randomUUID } from 'node:crypto';
import type { TestDatabase } from './test-database.ts';

export interface PlantedAgents {
  readonly runId: string;
  readonly insightId: string;
  readonly writebackId: string;
  readonly digest: string;
}

/** A run that found one thing and wants one change, as the agents would have left them: suites of the door need no worker. */
export const plantAgents = async (
  { admin }: TestDatabase,
  where: { readonly tenantId: string; readonly connectionId: string; readonly object: string },
  { text = 'planted', state = 'proposed' }: { readonly text?: string; readonly state?: string } = {},
): Promise<PlantedAgents> => {
  const { tenantId, connectionId, object } = where;
  const [runId, insightId, writebackId, digest] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const trace = 'e'.repeat(32);
  await admin.query(
    `insert into au.agent_runs (tenant_id, run_id, agent, generation, state, as_of, insights, proposals, content_hash, trace_id, ended_at)
     values ($1, $2, 'revops', 1, 'done', '2026-10-31', 1, 1, 'h', $3, now())`,
    [tenantId, runId, trace],
  );
  await admin.query(
    `insert into au.insights (tenant_id, insight_id, agent, kind, key, digest, severity, title, summary, figures, evidence,
       citations, as_of, first_generation)
     values ($1, $2, 'revops', 'deal_score', $3, $3, 'info', $3, $3, '{"score": 0.5}', $4, $5, '2026-10-31', 1)`,
    [
      tenantId,
      insightId,
      text,
      JSON.stringify(['open_deals']),
      JSON.stringify([{ entity: 'opportunity', id: text }]),
    ],
  );
  await admin.query(
    `insert into au.agent_run_insights (tenant_id, run_id, position, insight_id) values ($1, $2, 0, $3)`,
    [tenantId, runId, insightId],
  );
  await admin.query(
    `insert into au.writebacks (tenant_id, writeback_id, agent, run_id, insight_id, generation, connection_id, entity, golden_id,
       object, key, field, seen, proposed, digest, autonomy, summary, state, trace_id)
     values ($1, $2, 'revops', $3, $4, 1, $5, 'opportunity', $6, $7, '["1"]', 'ForecastCategoryName', '"Pipeline"', '"Commit"',
       $8, 'suggest', $6, $9, $10)`,
    [tenantId, writebackId, runId, insightId, connectionId, text, object, digest, state, trace],
  );
  return { runId, insightId, writebackId, digest };
};
