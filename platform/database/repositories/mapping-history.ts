import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { fromActiveMappings } from './streams.ts';

/** What names a mapping: an object may have several, one per entity. */
export interface MappingKey {
  readonly connectionId: string;
  readonly stream: string;
  readonly entity: string;
}

export interface MappingRow {
  readonly connection_id: string;
  readonly slug: string;
  readonly system: string;
  readonly stream: string;
  readonly object: string;
  readonly entity: string;
  readonly version: number;
  readonly newest: number;
  readonly document: string;
  readonly author: Tables['mapping_versions']['author'];
  readonly author_id: string | null;
  readonly reason: string;
  readonly switched_at: Date;
}
export type MappingVersion = Selectable<Tables['mapping_versions']>;

const activeRows = (transaction: TenantTransaction) =>
  fromActiveMappings(transaction)
    .innerJoin('connections as c', 'c.connection_id', 'a.connection_id')
    .select(['a.connection_id', 'c.slug', 'c.system', 'a.stream', 's.object', 'a.entity', 'a.version'])
    .select(['m.document', 'm.author', 'm.author_id', 'm.reason', 'a.switched_at'])
    .select((eb) =>
      eb
        .selectFrom('mapping_versions as n')
        .select(sql<number>`max(n.version)`.as('newest'))
        .whereRef('n.connection_id', '=', 'a.connection_id')
        .whereRef('n.stream', '=', 'a.stream')
        .whereRef('n.entity', '=', 'a.entity')
        .$asScalar()
        .$notNull()
        .as('newest'),
    )
    .where('c.deleted_at', 'is', null);

/** Active mappings by connection, stream and entity, behind `after`. */
export const listMappings = async (
  transaction: TenantTransaction,
  filter: { readonly connectionId?: string | undefined; readonly entity?: string | undefined },
  limit: number,
  after: MappingKey | undefined,
): Promise<readonly MappingRow[]> => {
  let query = activeRows(transaction)
    .orderBy('a.connection_id')
    .orderBy('a.stream')
    .orderBy('a.entity')
    .limit(limit);
  if (filter.connectionId !== undefined) query = query.where('a.connection_id', '=', filter.connectionId);
  if (filter.entity !== undefined) query = query.where('a.entity', '=', filter.entity);
  if (after !== undefined) {
    const { connectionId, stream, entity } = after;
    query = query.where(
      sql<boolean>`(a.connection_id, a.stream, a.entity) > (${connectionId}::uuid, ${stream}, ${entity})`,
    );
  }
  return await query.execute();
};

/** A mapping with its active version, or undefined. */
export const findMapping = async (
  transaction: TenantTransaction,
  { connectionId, stream, entity }: MappingKey,
): Promise<MappingRow | undefined> =>
  await activeRows(transaction)
    .where('a.connection_id', '=', connectionId)
    .where('a.stream', '=', stream)
    .where('a.entity', '=', entity)
    .executeTakeFirst();

/** All versions of a mapping, newest first, behind (below) `after`. */
export const listMappingVersions = async (
  { db }: TenantTransaction,
  { connectionId, stream, entity }: MappingKey,
  limit: number,
  after: number | undefined,
): Promise<readonly MappingVersion[]> => {
  const query = db
    .selectFrom('mapping_versions')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .where('entity', '=', entity)
    .orderBy('version', 'desc')
    .limit(limit);
  return await (after === undefined ? query : query.where('version', '<', after)).execute();
};

/** One version of a mapping, or undefined. */
export const findMappingVersion = async (
  { db }: TenantTransaction,
  { connectionId, stream, entity }: MappingKey,
  version: number,
): Promise<MappingVersion | undefined> =>
  await db
    .selectFrom('mapping_versions')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .where('entity', '=', entity)
    .where('version', '=', version)
    .executeTakeFirst();

/** The number of the newest version; 0 where there is no such mapping yet. */
export const newestVersion = async (
  { db }: TenantTransaction,
  { connectionId, stream, entity }: MappingKey,
): Promise<number> =>
  (
    await db
      .selectFrom('mapping_versions')
      .select(sql<number | null>`max(version)`.as('version'))
      .where('connection_id', '=', connectionId)
      .where('stream', '=', stream)
      .where('entity', '=', entity)
      .executeTakeFirstOrThrow()
  ).version ?? 0;

/** The stream that reads an object, or undefined where the object was never mapped. */
export const streamOfObject = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<string | undefined> =>
  (
    await db
      .selectFrom('streams')
      .select('stream')
      .where('connection_id', '=', connectionId)
      .where('object', '=', object)
      .executeTakeFirst()
  )?.stream;
