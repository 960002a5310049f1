import { z } from 'zod';
import type { HeldRecord } from '../../../platform/database/repositories/quarantine.ts';
import type { quarantinedRecord } from '../../contract/quarantine.ts';

const reasons = z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })).catch([]);

/** A held record as the lists show it. */
export const heldView = (row: HeldRecord): z.input<typeof quarantinedRecord> => ({
  quarantine_id: row.quarantine_id,
  connection_id: row.connection_id,
  stream: row.stream,
  entity: row.entity,
  record_key: row.record_key,
  position: row.position,
  state: row.state,
  reasons: reasons.parse(row.reasons),
  attempts: row.attempts,
  task_id: row.task_id,
  first_seen_at: row.first_seen_at.toISOString(),
  last_seen_at: row.last_seen_at.toISOString(),
});
