import { Fault } from '../../../domain/faults.ts';
import { findInsight, runsOfInsight } from '../../../platform/database/repositories/insight-rows.ts';
import { listWritebacks } from '../../../platform/database/repositories/writeback-rows.ts';
import { insightDetail, insightParams } from '../../contract/agents.ts';
import { endpoint } from '../../endpoint.ts';
import { insightView } from './insight-view.ts';

const mostWritebacks = 50;

export const getInsight = endpoint({
  id: 'getInsight',
  method: 'get',
  path: '/insights/:insight_id',
  tag: 'agents',
  summary: 'An insight with the statements that it rests on, its runs, and what it called for',
  role: 'viewer',
  params: insightParams,
  replies: { 200: insightDetail },
  handle: async ({ params, transaction }) => {
    const row = await findInsight(transaction, params.insight_id);
    if (row === undefined) throw new Fault('not_found', `There is no insight ${params.insight_id}`);
    const runs = await runsOfInsight(transaction, row.insight_id);
    const writebacks = await listWritebacks(
      transaction,
      { insightId: row.insight_id },
      mostWritebacks,
      undefined,
    );
    return {
      status: 200,
      body: {
        ...insightView(row),
        first_generation: row.first_generation,
        evidence: row.evidence.map((name) => ({ name, sql: runs[0]?.questions[name] ?? '' })),
        runs: runs.map(({ run_id, generation, started_at }) => ({
          run_id,
          generation,
          started_at: started_at.toISOString(),
        })),
        writeback_ids: writebacks.map(({ writeback_id }) => writeback_id),
      },
    };
  },
});
