import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import type { Stream } from './streams.ts';

/** Objects of a connection that people have paused, with the time. */
export const pausedObjects = async (
  { db }: TenantTransaction,
  connectionId: string,
): Promise<ReadonlyMap<string, Date>> => {
  const rows = await db
    .selectFrom('streams')
    .select(['object', 'paused_at'])
    .where('connection_id', '=', connectionId)
    .where('paused_at', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ object, paused_at }) => (paused_at === null ? [] : [[object, paused_at]])));
};

/** Whether somebody wants the object read from the beginning, and no read has come to its end since. */
export const isAwaitedAnew = ({ anew_at, completed_at }: Pick<Stream, 'anew_at' | 'completed_at'>): boolean =>
  anew_at !== null && (completed_at === null || completed_at < anew_at);

/** The object's stream, locked until the transaction ends. Throws `not_found` for one that is not mapped. */
export const lockObject = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<Stream> => {
  const stream = await db
    .selectFrom('streams as s')
    .selectAll()
    .where('s.connection_id', '=', connectionId)
    .where('s.object', '=', object)
    .where((where) =>
      where.exists(
        where
          .selectFrom('active_mappings as a')
          .select('a.stream')
          .whereRef('a.connection_id', '=', 's.connection_id')
          .whereRef('a.stream', '=', 's.stream'),
      ),
    )
    .forUpdate()
    .executeTakeFirst();
  if (stream === undefined) throw new Fault('not_found', `${object} is not mapped on this connection`);
  return stream;
};

/** Nobody holds the lease after that: what a read that is under way still brings is refused, and it looks again. */
const takenAway = { epoch: sql<number>`epoch + 1`, holder: null };

type Place = Pick<Stream, 'connection_id' | 'stream'>;

const steer = async (
  { db }: TenantTransaction,
  { connection_id, stream }: Place,
  change: Readonly<Record<string, unknown>>,
): Promise<void> => {
  await db
    .updateTable('streams')
    .set(change)
    .where('connection_id', '=', connection_id)
    .where('stream', '=', stream)
    .execute();
};

/** Leaves the object out of reads and looks until it is resumed; its cursor stays. */
export const pauseObject = (transaction: TenantTransaction, place: Place, userId: string): Promise<void> =>
  steer(transaction, place, { ...takenAway, paused_at: sql<Date>`now()`, paused_by: userId });

/** Lets the object be read on from where it was. */
export const resumeObject = (transaction: TenantTransaction, place: Place): Promise<void> =>
  steer(transaction, place, { paused_at: null, paused_by: null });

/** Puts the cursor back: the next read begins at the beginning. */
export const rewindObject = (transaction: TenantTransaction, place: Place, userId: string): Promise<void> =>
  steer(transaction, place, {
    ...takenAway,
    since: null,
    resume: null,
    // Of this moment: whoever comes to an end while the request waits has not read what is wanted.
    anew_at: sql<Date>`clock_timestamp()`,
    anew_by: userId,
  });
