import type { Insight } from '../../../platform/database/repositories/insight-rows.ts';

/** What lists and details show of an insight. */
export const insightView = (row: Insight) => ({
  insight_id: row.insight_id,
  agent: row.agent,
  kind: row.kind,
  key: row.key,
  severity: row.severity,
  title: row.title,
  summary: row.summary,
  figures: row.figures,
  citations: row.citations.map(({ entity, id }) => ({ entity, id })),
  as_of: row.as_of,
  created_at: row.created_at.toISOString(),
});
