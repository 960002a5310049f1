import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type Stream = Selectable<Tables['streams']>;

export interface ActiveMapping {
  readonly stream: string;
  readonly object: string;
  readonly entity: string;
  readonly version: number;
  /** YAML text of the version. */
  readonly document: string;
}

/** Active mappings (a), each with its version (m) and its stream (s). */
export const fromActiveMappings = ({ db }: Pick<TenantTransaction, 'db'>) =>
  db
    .selectFrom('active_mappings as a')
    .innerJoin('mapping_versions as m', (join) =>
      join
        .onRef('m.connection_id', '=', 'a.connection_id')
        .onRef('m.stream', '=', 'a.stream')
        .onRef('m.entity', '=', 'a.entity')
        .onRef('m.version', '=', 'a.version'),
    )
    .innerJoin('streams as s', (join) =>
      join.onRef('s.connection_id', '=', 'a.connection_id').onRef('s.stream', '=', 'a.stream'),
    );

/** The active mapping versions of a connection, or of one of its streams, by stream and entity. */
export const activeMappings = async (
  transaction: TenantTransaction,
  connectionId: string,
  stream?: string,
): Promise<readonly ActiveMapping[]> => {
  let query = fromActiveMappings(transaction)
    .select(['a.stream', 's.object', 'a.entity', 'a.version', 'm.document'])
    .where('a.connection_id', '=', connectionId)
    .orderBy('a.stream')
    .orderBy('a.entity');
  if (stream !== undefined) query = query.where('a.stream', '=', stream);
  return await query.execute();
};

export interface NewMappingVersion {
  readonly connectionId: string;
  readonly stream: string;
  readonly object: string;
  readonly entity: string;
  readonly document: string;
  readonly author: Tables['mapping_versions']['author'];
  readonly authorId?: string;
  readonly reason: string;
}

/**
 * Adds the next version of a mapping and makes it the active one; the stream is created with its first mapping. `expected`
 * is the version the caller has seen (0: none): a `conflict` fault says that another one has come in between.
 */
export const addMappingVersion = async (
  transaction: TenantTransaction,
  mapping: NewMappingVersion,
  expected?: number,
): Promise<number> => {
  const version = await insertMappingVersion(transaction, mapping, expected);
  await activateMapping(transaction, mapping, version);
  return version;
};

/** Adds the next version of a mapping and leaves the active one as it is. `expected` as for `addMappingVersion`. */
export const insertMappingVersion = async (
  { db, tenantId }: TenantTransaction,
  mapping: NewMappingVersion,
  expected?: number,
): Promise<number> => {
  const key = { tenant_id: tenantId, connection_id: mapping.connectionId, stream: mapping.stream };
  await db
    .insertInto('streams')
    .values({ ...key, object: mapping.object })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'connection_id', 'stream']).doNothing())
    .execute();
  // Versions of one mapping are numbered one after another.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mapping/${tenantId}/${mapping.connectionId}/${mapping.stream}`}, 0))`.execute(
    db,
  );
  const newest = await db
    .selectFrom('mapping_versions')
    .select('version')
    .where('connection_id', '=', mapping.connectionId)
    .where('stream', '=', mapping.stream)
    .where('entity', '=', mapping.entity)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const parent = newest?.version ?? 0;
  if (expected !== undefined && expected !== parent) {
    throw new Fault(
      'conflict',
      `The mapping is at version ${parent}, not ${expected}; read it again and repeat the change`,
    );
  }
  const version = parent + 1;
  await db
    .insertInto('mapping_versions')
    .values({
      ...key,
      entity: mapping.entity,
      version,
      document: mapping.document,
      author: mapping.author,
      author_id: mapping.authorId ?? null,
      reason: mapping.reason,
      parent_version: parent === 0 ? null : parent,
    })
    .execute();
  return version;
};

/** Makes a version the active one; null switches the mapping off. */
export const activateMapping = async (
  { db, tenantId }: TenantTransaction,
  { connectionId, stream, entity }: Pick<NewMappingVersion, 'connectionId' | 'stream' | 'entity'>,
  version: number | null,
): Promise<void> => {
  if (version === null) {
    await db
      .deleteFrom('active_mappings')
      .where('connection_id', '=', connectionId)
      .where('stream', '=', stream)
      .where('entity', '=', entity)
      .execute();
    return;
  }
  await db
    .insertInto('active_mappings')
    .values({ tenant_id: tenantId, connection_id: connectionId, stream, entity, version })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'connection_id', 'stream', 'entity'])
        .doUpdateSet({ version, switched_at: sql<Date>`now()` }),
    )
    .execute();
};

export interface Lease {
  readonly stream: Stream;
  readonly epoch: number;
  /** Whether the stream has, or ever had, mappings to more than one entity. */
  readonly severalEntities: boolean;
}

/**
 * Takes the lease of a stream: its epoch rises, so that whoever held it before can no longer write. Throws `not_found`.
 * A fresh read gets its mode; one that broke off keeps what it began with.
 */
export const takeLease = async (
  { db }: TenantTransaction,
  connectionId: string,
  stream: string,
  holder: string,
): Promise<Lease> => {
  const taken = await db
    .updateTable('streams')
    .set({ epoch: sql<number>`epoch + 1`, holder })
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .returningAll()
    .executeTakeFirst();
  if (taken === undefined) throw new Fault('not_found', `The connection has no stream ${stream}`);
  const { entities } = await db
    .selectFrom('mapping_versions')
    .select(sql<number>`count(distinct entity)::integer`.as('entities'))
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .executeTakeFirstOrThrow();
  return { stream: taken, epoch: taken.epoch, severalEntities: entities > 1 };
};

/** Marks a stream as stopped, with the reason a person reads; a later complete read clears it. */
export const stopStream = async (
  { db }: TenantTransaction,
  connectionId: string,
  stream: string,
  stopped: { readonly code: string; readonly reason: string },
): Promise<void> => {
  await db
    .updateTable('streams')
    .set({ stopped_code: stopped.code, stopped_reason: stopped.reason })
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .execute();
};
