import type { z } from 'zod';
import type { WritebackDecision } from '../../../platform/database/repositories/writeback-decisions.ts';
import type { Writeback } from '../../../platform/database/repositories/writeback-rows.ts';
import type { writeback, writebackDetail } from '../../contract/writebacks.ts';

/** A write-back as the lists show it. */
export const writebackView = (row: Writeback): z.input<typeof writeback> => ({
  writeback_id: row.writeback_id,
  agent: row.agent,
  insight_id: row.insight_id,
  run_id: row.run_id,
  generation: row.generation,
  connection_id: row.connection_id,
  entity: row.entity,
  golden_id: row.golden_id,
  object: row.object,
  key: [...row.key],
  field: row.field,
  seen: row.seen,
  proposed: row.proposed,
  digest: row.digest,
  summary: row.summary,
  state: row.state,
  reason: row.reason,
  undo:
    row.undo === null
      ? null
      : {
          state: row.undo.state,
          requested_by: row.undo.requested_by,
          requested_at: row.undo.requested_at,
          reason: row.undo.reason,
          failure: row.undo.failure,
        },
  read_again: row.read_again,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

/** The same with what was sent, what the source answered, and who decided it. */
export const writebackDetailView = (
  row: Writeback,
  decision: WritebackDecision | undefined,
): z.input<typeof writebackDetail> => ({
  ...writebackView(row),
  sent_at: row.sent_at?.toISOString() ?? null,
  verified_at: row.verified_at?.toISOString() ?? null,
  error: row.error,
  found:
    row.found === null
      ? null
      : { value: row.found.value, field: row.found.field, changed_at: row.found.changed_at },
  decision:
    decision === undefined
      ? null
      : {
          verdict: decision.verdict,
          decided_by: decision.decided_by,
          decided_at: decision.decided_at.toISOString(),
          reason: decision.reason,
        },
});
