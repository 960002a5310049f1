import type { z } from 'zod';
import type { Json } from '../../../domain/json.ts';
import type { ChangeRecord, DriftEvent } from '../../../platform/database/repositories/object-schemas.ts';
import type { driftEvent, schemaChangeRecord } from '../../contract/drift.ts';

/** A ticket as the lists show it. */
export const driftView = (row: DriftEvent): z.input<typeof driftEvent> => ({
  drift_event_id: row.drift_event_id,
  connection_id: row.connection_id,
  object: row.object,
  kind: row.kind,
  severity: row.severity,
  state: row.state,
  outcome: row.outcome,
  digest: row.digest,
  lost: row.lost,
  opened_at: row.opened_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  closed_at: row.closed_at?.toISOString() ?? null,
});

/** A recorded difference between two schema versions as the API shows it. */
export const changeView = (row: ChangeRecord): z.input<typeof schemaChangeRecord> => ({
  change_id: row.change_id,
  object: row.object,
  from_version: row.from_version,
  to_version: row.to_version,
  changes: row.changes as Record<string, Json>[],
  drift_event_id: row.drift_event_id,
  seen_at: row.seen_at.toISOString(),
});
