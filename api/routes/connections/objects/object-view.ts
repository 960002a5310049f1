import type { z } from 'zod';
import { Fault } from '../../../../domain/faults.ts';
import { standingOf } from '../../../../domain/states/source-object.ts';
import {
  newestIngests,
  sourceObjects,
  wordsOn,
} from '../../../../platform/database/repositories/source-objects.ts';
import type { NewestIngests, ObjectRow } from '../../../../platform/database/repositories/source-objects.ts';
import { isAwaitedAnew } from '../../../../platform/database/repositories/steered-objects.ts';
import type { TenantTransaction } from '../../../../platform/database/with-tenant.ts';
import type { sourceObject } from '../../../contract/objects.ts';

type SourceObject = z.input<typeof sourceObject>;

/** An object as the API shows it. */
export const objectView = (row: ObjectRow, ingests: NewestIngests): SourceObject => {
  const { object, stream } = row;
  // A question for a mapping is what "unmapped" says already.
  const ticket = row.kind === 'object_added' ? null : row.kind;
  const standing = standingOf(object, {
    mapped: row.entities.length > 0,
    pausedAt: row.paused_at?.toISOString() ?? null,
    stopped: row.stopped_reason,
    ...wordsOn(ingests, object, stream),
    ticket,
    everRead: row.completed_at !== null,
  });
  return {
    object,
    ...standing,
    mapped_to: [...row.entities],
    mode: row.mode,
    reading: stream !== null && ingests.reading === stream,
    midway: row.midway === true,
    last_read_at: row.completed_at?.toISOString() ?? null,
    lag_seconds: row.age === null ? null : Math.max(0, Math.round(row.age)),
    last_read: lastReadOf(row),
    waiting: { quarantined: row.quarantined, parked: row.parked },
    paused_at: row.paused_at?.toISOString() ?? null,
    paused_by: row.paused_by,
    anew_asked_at: isAwaitedAnew(row) ? (row.anew_at?.toISOString() ?? null) : null,
    ticket: ticketOf(row),
  };
};

const lastReadOf = ({ completed_by, read, changed, deleted }: ObjectRow): SourceObject['last_read'] =>
  completed_by === null
    ? null
    : { task_id: completed_by, rows: read ?? 0, events: changed ?? 0, deleted: deleted ?? 0 };

const ticketOf = ({ drift_event_id, kind, severity, drift_state }: ObjectRow): SourceObject['ticket'] =>
  drift_event_id === null || kind === null || severity === null || drift_state === null
    ? null
    : { drift_event_id, kind, severity, state: drift_state };

/** How one object stands now. Throws `not_found`. */
export const standingObject = async (
  transaction: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<SourceObject> => {
  const [row] = await sourceObjects(transaction, connectionId, { object, limit: 1 });
  if (row === undefined) throw new Fault('not_found', `The connection has no object ${object}`);
  return objectView(row, await newestIngests(transaction, connectionId));
};
