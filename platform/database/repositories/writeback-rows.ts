import { randomUUID } from 'node:crypto';
import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { OwnWrite } from '../../../domain/agents/finding.ts';
import type { AgentId } from '../../../domain/agents/finding.ts';
import { Fault } from '../../../domain/faults.ts';
import { mayMove } from '../../../domain/states/moves.ts';
import { writebackMoves } from '../../../domain/states/writeback.ts';
import type { WritebackState } from '../../../domain/states/writeback.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';
import { addToOutbox } from './outbox.ts';

export type Writeback = Selectable<Tables['writebacks']>;
export type NewWriteback = Omit<Insertable<Tables['writebacks']>, 'tenant_id' | 'writeback_id'>;

/** A write-back, or undefined. */
export const findWriteback = async (
  { db }: TenantTransaction,
  writebackId: string,
): Promise<Writeback | undefined> =>
  await db.selectFrom('writebacks').selectAll().where('writeback_id', '=', writebackId).executeTakeFirst();

/** The write-back, locked until the transaction ends. Throws `not_found`. */
export const lockWriteback = async ({ db }: TenantTransaction, writebackId: string): Promise<Writeback> => {
  const row = await db
    .selectFrom('writebacks')
    .selectAll()
    .where('writeback_id', '=', writebackId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', `There is no write-back ${writebackId}`);
  return row;
};

/**
 * Proposes a change, with its event, and wakes its workflow. Answers its id, or null where the same field of the record has a
 * live one already.
 */
export const addWriteback = async (
  transaction: TenantTransaction,
  row: NewWriteback,
): Promise<string | null> => {
  const writebackId = randomUUID();
  const added = await transaction.db
    .insertInto('writebacks')
    .values({ ...row, tenant_id: transaction.tenantId, writeback_id: writebackId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('writeback_id')
    .executeTakeFirst();
  if (added === undefined) return null;
  await addToOutbox(transaction, 'write_back', { writeback_id: writebackId });
  await appendEvent(transaction, {
    type: 'writeback.proposed',
    traceId: row.trace_id,
    subject: { kind: 'writeback', id: writebackId },
    data: { agent: row.agent, insight_id: row.insight_id, object: row.object, field: row.field },
  });
  return writebackId;
};

/** Moves a locked write-back on, with its event. Throws `conflict` where it may not go there. */
export const moveWriteback = async (
  transaction: TenantTransaction,
  row: Writeback,
  to: WritebackState,
  change: Updateable<Tables['writebacks']> = {},
): Promise<void> => {
  if (!mayMove(writebackMoves, row.state, to))
    throw new Fault('conflict', `The write-back is ${row.state} already; read it again`);
  await changeWriteback(transaction, row.writeback_id, { ...change, state: to });
  await appendEvent(transaction, {
    type: `writeback.${to}`,
    traceId: row.trace_id,
    subject: { kind: 'writeback', id: row.writeback_id },
    data: { agent: row.agent, insight_id: row.insight_id, object: row.object, field: row.field },
  });
};

/** Changes what a write-back says without moving it. */
export const changeWriteback = async (
  { db }: TenantTransaction,
  writebackId: string,
  change: Updateable<Tables['writebacks']>,
): Promise<void> => {
  await db
    .updateTable('writebacks')
    .set({ ...change, updated_at: sql<Date>`now()` })
    .where('writeback_id', '=', writebackId)
    .execute();
};

export interface WritebackFilter {
  readonly state?: WritebackState | undefined;
  readonly agent?: AgentId | undefined;
  readonly connectionId?: string | undefined;
  readonly insightId?: string | undefined;
}

export type ListedWriteback = Writeback & { readonly position: string };

/** Write-backs, newest first, behind `after`. */
export const listWritebacks = async (
  { db }: TenantTransaction,
  filter: WritebackFilter,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedWriteback[]> => {
  let query = db
    .selectFrom('writebacks')
    .selectAll()
    .select(microseconds('created_at').as('position'))
    .orderBy('created_at', 'desc')
    .orderBy('writeback_id', 'desc')
    .limit(limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.agent !== undefined) query = query.where('agent', '=', filter.agent);
  if (filter.connectionId !== undefined) query = query.where('connection_id', '=', filter.connectionId);
  if (filter.insightId !== undefined) query = query.where('insight_id', '=', filter.insightId);
  if (after !== undefined) query = query.where(olderThan('created_at', 'writeback_id', after));
  return await query.execute();
};

/** How many write-backs are in each state. */
export const writebackCounts = async ({
  db,
}: TenantTransaction): Promise<Readonly<Partial<Record<WritebackState, number>>>> => {
  const rows = await db
    .selectFrom('writebacks')
    .select(['state', sql<number>`count(*)`.as('count')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};

/** Every write-back about the same field of the same record, newest first. */
export const formerWritebacks = async (
  { db }: TenantTransaction,
  row: Pick<NewWriteback, 'connection_id' | 'object' | 'key' | 'field'>,
): Promise<readonly Writeback[]> =>
  await db
    .selectFrom('writebacks')
    .selectAll()
    .where('connection_id', '=', row.connection_id)
    .where('object', '=', row.object)
    .where('key', '=', sql<never>`${row.key}::jsonb`)
    .where('field', '=', row.field)
    .orderBy('created_at', 'desc')
    .execute();

/** An agent's proposals that nobody has decided, locked until the transaction ends. */
export const openProposals = async (
  { db }: TenantTransaction,
  agent: AgentId,
): Promise<readonly Writeback[]> =>
  await db
    .selectFrom('writebacks')
    .selectAll()
    .where('agent', '=', agent)
    .where('state', '=', 'proposed')
    .orderBy('writeback_id')
    .forUpdate()
    .execute();

/** What we have written and not seen again since. */
export const writesToRecognise = async ({ db }: TenantTransaction): Promise<readonly Writeback[]> =>
  await db
    .selectFrom('writebacks')
    .selectAll()
    .where('state', 'in', ['verified', 'undone'])
    .where('read_again', 'is', null)
    .orderBy('writeback_id')
    .limit(1_000)
    .execute();

/**
 * Our own writes that records still bear: what changed them last was we. A write upon a write goes back to the time before the
 * first of them.
 */
export const ownWrites = async ({ db }: TenantTransaction): Promise<readonly OwnWrite[]> => {
  const rows = await db
    .selectFrom('writebacks')
    .select(['golden_id', 'changed_before', 'changed_after'])
    .where('changed_after', 'is not', null)
    .where('entity', '=', 'opportunity')
    .orderBy('verified_at')
    .orderBy('writeback_id')
    .limit(2_000)
    .execute();
  const former = new Map<string, string | null>();
  return rows.flatMap(({ golden_id: goldenId, changed_before, changed_after: after }) => {
    if (after === null) return [];
    const place = `${goldenId} ${changed_before ?? ''}`;
    const before = former.has(place) ? (former.get(place) ?? null) : changed_before;
    former.set(`${goldenId} ${after}`, before);
    return [{ goldenId, before, after }];
  });
};

/** Write-backs that their workflow has to bring to an end. */
export const liveWritebacks = async ({ db }: TenantTransaction): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('writebacks')
    .select('writeback_id')
    .where((where) =>
      where.or([
        where('state', 'in', ['proposed', 'approved', 'writing']),
        sql<boolean>`state = 'verified' and undo ->> 'state' in ('requested', 'writing')`,
      ]),
    )
    .execute();
  return rows.map(({ writeback_id }) => writeback_id);
};
