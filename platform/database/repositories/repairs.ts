import { randomUUID } from 'node:crypto';
import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { RepairBand } from '../../../domain/repair/repair.ts';
import { mayMove } from '../../../domain/states/moves.ts';
import { repairMoves } from '../../../domain/states/repair.ts';
import type { RepairState } from '../../../domain/states/repair.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';

export type Repair = Selectable<Tables['repairs']>;
export type NewRepair = Omit<Insertable<Tables['repairs']>, 'tenant_id' | 'repair_id'>;
export type DriftEvent = Selectable<Tables['drift_events']>;

/** A repair, or undefined. */
export const findRepair = async ({ db }: TenantTransaction, repairId: string): Promise<Repair | undefined> =>
  await db.selectFrom('repairs').selectAll().where('repair_id', '=', repairId).executeTakeFirst();

/** The repair, locked until the transaction ends. Throws `not_found`. */
export const lockRepair = async ({ db }: TenantTransaction, repairId: string): Promise<Repair> => {
  const repair = await db
    .selectFrom('repairs')
    .selectAll()
    .where('repair_id', '=', repairId)
    .forUpdate()
    .executeTakeFirst();
  if (repair === undefined) throw new Fault('not_found', `There is no repair ${repairId}`);
  return repair;
};

/** The ticket, locked until the transaction ends. Throws `not_found`. */
export const lockTicket = async ({ db }: TenantTransaction, driftEventId: string): Promise<DriftEvent> => {
  const ticket = await db
    .selectFrom('drift_events')
    .selectAll()
    .where('drift_event_id', '=', driftEventId)
    .forUpdate()
    .executeTakeFirst();
  if (ticket === undefined) throw new Fault('not_found', `There is no drift event ${driftEventId}`);
  return ticket;
};

/** A ticket, or undefined. */
export const findTicket = async (
  { db }: TenantTransaction,
  driftEventId: string,
): Promise<DriftEvent | undefined> =>
  await db
    .selectFrom('drift_events')
    .selectAll()
    .where('drift_event_id', '=', driftEventId)
    .executeTakeFirst();

/** The answer to a ticket as it stands now: the newest repair to its present digest, or undefined. */
export const currentRepair = async (
  { db }: TenantTransaction,
  ticket: Pick<DriftEvent, 'drift_event_id' | 'digest'>,
): Promise<Repair | undefined> =>
  await db
    .selectFrom('repairs')
    .selectAll()
    .where('drift_event_id', '=', ticket.drift_event_id)
    .where('ticket_digest', '=', ticket.digest)
    .where('superseded', '=', false)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();

export interface RepairFilter {
  readonly state?: RepairState | undefined;
  readonly band?: RepairBand | undefined;
  readonly driftEventId?: string | undefined;
  readonly connectionId?: string | undefined;
  readonly minConfidence?: number | undefined;
  /** Left out: also those that are no answer to their ticket any more. */
  readonly superseded?: false | undefined;
}

export type ListedRepair = Repair & {
  readonly position: string;
  readonly ticket_kind: string;
  readonly ticket_severity: DriftEvent['severity'];
  readonly ticket_state: DriftEvent['state'];
};

/** Repairs with what their tickets are about, newest first, behind `after`. */
export const listRepairs = async (
  { db }: TenantTransaction,
  filter: RepairFilter,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedRepair[]> => {
  let query = db
    .selectFrom('repairs as r')
    .innerJoin('drift_events as t', 't.drift_event_id', 'r.drift_event_id')
    .selectAll('r')
    .select(['t.kind as ticket_kind', 't.severity as ticket_severity', 't.state as ticket_state'])
    .select(microseconds('r.created_at').as('position'))
    .orderBy('r.created_at', 'desc')
    .orderBy('r.repair_id', 'desc')
    .limit(limit);
  if (filter.state !== undefined) query = query.where('r.state', '=', filter.state);
  if (filter.band !== undefined) query = query.where('r.band', '=', filter.band);
  if (filter.driftEventId !== undefined) query = query.where('r.drift_event_id', '=', filter.driftEventId);
  if (filter.connectionId !== undefined) query = query.where('r.connection_id', '=', filter.connectionId);
  if (filter.minConfidence !== undefined) query = query.where('r.confidence', '>=', filter.minConfidence);
  if (filter.superseded !== undefined) query = query.where('r.superseded', '=', filter.superseded);
  if (after !== undefined) query = query.where(olderThan('r.created_at', 'r.repair_id', after));
  return await query.execute();
};

/** The answers to these tickets as they stand now, by ticket. */
export const currentRepairs = async (
  { db }: TenantTransaction,
  driftEventIds: readonly string[],
): Promise<ReadonlyMap<string, Repair>> => {
  if (driftEventIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('repairs as r')
    .innerJoin('drift_events as t', (join) =>
      join.onRef('t.drift_event_id', '=', 'r.drift_event_id').onRef('t.digest', '=', 'r.ticket_digest'),
    )
    .distinctOn('r.drift_event_id')
    .selectAll('r')
    .where('r.drift_event_id', 'in', driftEventIds)
    .where('r.superseded', '=', false)
    .orderBy('r.drift_event_id')
    .orderBy('r.created_at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.drift_event_id, row]));
};

/** Former repairs of an object that people took back or refused: what they changed is not done again without a person. */
export const spurnedRepairs = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<readonly Repair[]> =>
  await db
    .selectFrom('repairs')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('state', 'in', ['rejected', 'undone'])
    .execute();

/** Of these a ticket has one at most; the index that sees to it says the same. */
const liveStates: RepairState[] = ['proposed', 'approved', 'applying'];

/** The repair of a ticket that is not ended, to whichever of its digests, locked; undefined where there is none. */
export const lockLiveRepair = async (
  { db }: TenantTransaction,
  driftEventId: string,
): Promise<Repair | undefined> =>
  await db
    .selectFrom('repairs')
    .selectAll()
    .where('drift_event_id', '=', driftEventId)
    .where('state', 'in', liveStates)
    .forUpdate()
    .executeTakeFirst();

/** Stores a proposal and tells of it; answers its id. Undefined where another one to the ticket has come first. */
export const addRepair = async (
  transaction: TenantTransaction,
  repair: NewRepair,
): Promise<string | undefined> => {
  const id = randomUUID();
  const { tenantId, db } = transaction;
  const row = await db
    .insertInto('repairs')
    .values({ ...repair, tenant_id: tenantId, repair_id: id })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await tell(transaction, row, row.state);
  return id;
};

export type RepairUpdate = Omit<Updateable<Tables['repairs']>, 'tenant_id' | 'repair_id' | 'state'>;

/**
 * Moves a repair to another state, with its event. A move to the state it is in changes nothing (the step ran twice); one
 * that repairMoves does not allow throws `conflict`.
 */
export const moveRepair = async (
  transaction: TenantTransaction,
  repairId: string,
  to: RepairState,
  more: RepairUpdate = {},
): Promise<void> => {
  const repair = await lockRepair(transaction, repairId);
  if (repair.state === to) return;
  if (!mayMove(repairMoves, repair.state, to))
    throw new Fault('conflict', `The repair is ${repair.state}, so it cannot be ${to}; read it again`);
  await changeRepair(transaction, repairId, { ...more, state: to });
  await tell(transaction, repair, to);
};

/** Writes parts of a repair that are no move. */
export const changeRepair = async (
  { db }: TenantTransaction,
  repairId: string,
  change: Updateable<Tables['repairs']>,
): Promise<void> => {
  await db
    .updateTable('repairs')
    .set({ ...change, updated_at: sql<Date>`now()` })
    .where('repair_id', '=', repairId)
    .execute();
};

const tell = async (transaction: TenantTransaction, repair: Repair, state: RepairState): Promise<void> => {
  await appendEvent(transaction, {
    type: `repair.${state}`,
    traceId: repair.trace_id,
    subject: { kind: 'repair', id: repair.repair_id },
    data: {
      drift_event_id: repair.drift_event_id,
      connection_id: repair.connection_id,
      object: repair.object,
      band: repair.band,
      confidence: repair.confidence,
    },
  });
};
