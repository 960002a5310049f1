import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { SourceObject } from '../../../domain/schema/types.ts';
import type { DriftState } from '../../../domain/states/drift.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type ObjectVersion = Pick<
  Selectable<Tables['source_schemas']>,
  'object' | 'version' | 'fingerprint' | 'seen_at'
>;
export type NewestObject = Selectable<Tables['source_schemas']> & { readonly baseline: number | null };
export type DriftEvent = Selectable<Tables['drift_events']>;
export type ChangeRecord = Selectable<Tables['schema_changes']>;

/** The newest shape of each object of a connection, by name, behind `after`. */
export const newestObjects = async (
  { db }: TenantTransaction,
  connectionId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly NewestObject[]> =>
  await db
    .selectFrom('source_schemas as s')
    .leftJoin('schema_baselines as b', (join) =>
      join.onRef('b.connection_id', '=', 's.connection_id').onRef('b.object', '=', 's.object'),
    )
    .distinctOn('s.object')
    .selectAll('s')
    .select('b.version as baseline')
    .where('s.connection_id', '=', connectionId)
    .$if(after !== undefined, (query) => query.where('s.object', '>', after ?? ''))
    .orderBy('s.object')
    .orderBy('s.version', 'desc')
    .limit(limit)
    .execute();

/** The newest shape of one object, or undefined where it was never seen. */
export const findNewestShape = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<SourceObject | undefined> =>
  (
    await db
      .selectFrom('source_schemas')
      .select('document')
      .where('connection_id', '=', connectionId)
      .where('object', '=', object)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.document as unknown as SourceObject | undefined;

/** All versions of these objects, newest first. */
export const versionsOf = async (
  { db }: TenantTransaction,
  connectionId: string,
  objects: readonly string[],
): Promise<readonly ObjectVersion[]> =>
  objects.length === 0
    ? []
    : await db
        .selectFrom('source_schemas')
        .select(['object', 'version', 'fingerprint', 'seen_at'])
        .where('connection_id', '=', connectionId)
        .where('object', 'in', objects)
        .orderBy('version', 'desc')
        .execute();

export type ShapeVersion = Selectable<Tables['source_schemas']>;

/** One version of an object's shape, or undefined. */
export const shapeVersion = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
  version: number,
): Promise<ShapeVersion | undefined> =>
  await db
    .selectFrom('source_schemas')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('version', '=', version)
    .executeTakeFirst();

/** The latest `each` recorded changes of each of these objects, newest first. */
export const latestChanges = async (
  { db }: TenantTransaction,
  connectionId: string,
  objects: readonly string[],
  each: number,
): Promise<readonly ChangeRecord[]> =>
  objects.length === 0
    ? []
    : await db
        .selectFrom((from) =>
          from
            .selectFrom('schema_changes')
            .selectAll()
            .select(
              sql<number>`row_number() over (partition by object order by seen_at desc, change_id)`.as(
                'place',
              ),
            )
            .where('connection_id', '=', connectionId)
            .where('object', 'in', objects)
            .as('numbered'),
        )
        .selectAll()
        .where('place', '<=', each)
        .orderBy('seen_at', 'desc')
        .execute();

/** Canonical entities that each of these objects is mapped to. */
export const mappedEntities = async (
  { db }: TenantTransaction,
  connectionId: string,
): Promise<readonly { readonly object: string; readonly entity: string }[]> =>
  await db
    .selectFrom('active_mappings as a')
    .innerJoin('streams as s', (join) =>
      join.onRef('s.connection_id', '=', 'a.connection_id').onRef('s.stream', '=', 'a.stream'),
    )
    .select(['s.object', 'a.entity'])
    .where('a.connection_id', '=', connectionId)
    .orderBy('a.entity')
    .execute();

export interface DriftFilter {
  readonly state?: DriftState | undefined;
  readonly open?: boolean | undefined;
  readonly severity?: 'breaking' | 'risky' | 'harmless' | undefined;
  readonly connectionId?: string | undefined;
}

export type ListedDrift = DriftEvent & { readonly position: string };

/** Tickets, newest first, behind `after`. */
export const listDrift = async (
  { db }: TenantTransaction,
  filter: DriftFilter,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedDrift[]> => {
  let query = db
    .selectFrom('drift_events')
    .selectAll()
    .select(microseconds('opened_at').as('position'))
    .orderBy('opened_at', 'desc')
    .orderBy('drift_event_id', 'desc')
    .limit(limit);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.open !== undefined) query = query.where('state', filter.open ? '<>' : '=', 'closed');
  if (filter.severity !== undefined) query = query.where('severity', '=', filter.severity);
  if (filter.connectionId !== undefined) query = query.where('connection_id', '=', filter.connectionId);
  if (after !== undefined) query = query.where(olderThan('opened_at', 'drift_event_id', after));
  return await query.execute();
};

/** A ticket with the changes recorded for it, newest first; undefined when there is none. */
export const findDrift = async (
  { db }: TenantTransaction,
  driftEventId: string,
): Promise<{ readonly ticket: DriftEvent; readonly changes: readonly ChangeRecord[] } | undefined> => {
  const ticket = await db
    .selectFrom('drift_events')
    .selectAll()
    .where('drift_event_id', '=', driftEventId)
    .executeTakeFirst();
  if (ticket === undefined) return undefined;
  const changes = await db
    .selectFrom('schema_changes')
    .selectAll()
    .where('connection_id', '=', ticket.connection_id)
    .where('drift_event_id', '=', driftEventId)
    .orderBy('seen_at', 'desc')
    .execute();
  return { ticket, changes };
};

/** The tickets of a connection that are not closed. */
export const openTickets = async (
  { db }: TenantTransaction,
  connectionId: string,
): Promise<readonly DriftEvent[]> =>
  await db
    .selectFrom('drift_events')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('state', '<>', 'closed')
    .execute();
