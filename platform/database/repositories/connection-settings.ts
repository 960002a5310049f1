import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ConnectionState, System } from '../../../domain/states/connection.ts';
import type { Json } from '../../../domain/json.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import type { Connection } from './connections.ts';

export type ListedConnection = Connection & { readonly position: string };

/** Connections that were not deleted, newest first, behind `after`. */
export const listConnections = async (
  { db }: TenantTransaction,
  filter: { readonly system?: System | undefined; readonly status?: ConnectionState | undefined },
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedConnection[]> => {
  let query = db
    .selectFrom('connections')
    .selectAll()
    .select(microseconds('created_at').as('position'))
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('connection_id', 'desc')
    .limit(limit);
  if (filter.system !== undefined) query = query.where('system', '=', filter.system);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (after !== undefined) query = query.where(olderThan('created_at', 'connection_id', after));
  return await query.execute();
};

/** A connection that was not deleted, or undefined. With `lock` nobody changes it until the transaction ends. */
export const findConnection = async (
  { db }: TenantTransaction,
  connectionId: string,
  lock?: 'for update',
): Promise<Connection | undefined> => {
  const query = db
    .selectFrom('connections')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('deleted_at', 'is', null);
  return await (lock === undefined ? query : query.forUpdate()).executeTakeFirst();
};

/** Connections that were not deleted and carry `createdBy` as their maker. With `lock` as above. */
export const connectionsMadeBy = async (
  { db }: TenantTransaction,
  createdBy: string,
  lock?: 'for update',
): Promise<readonly Connection[]> => {
  const query = db
    .selectFrom('connections')
    .selectAll()
    .where('created_by', '=', createdBy)
    .where('deleted_at', 'is', null)
    .orderBy('slug');
  return await (lock === undefined ? query : query.forUpdate()).execute();
};

/** A connection that was not deleted with its encrypted credentials (null: it has none), in one question. */
export const findConnectionWithCredentials = async (
  { db }: TenantTransaction,
  connectionId: string,
): Promise<(Connection & { readonly sealed: Buffer | null }) | undefined> =>
  await db
    .selectFrom('connections')
    .leftJoin('connection_credentials', 'connection_credentials.connection_id', 'connections.connection_id')
    .selectAll('connections')
    .select('sealed')
    .where('connections.connection_id', '=', connectionId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();

export interface NewConnection {
  readonly slug: string;
  readonly name: string;
  readonly system: System;
  readonly config: Readonly<Record<string, Json>>;
  readonly scheduleSeconds: number | null;
  readonly createdBy: string;
}

/** Inserts a connection, or answers undefined when the slug is taken (a deleted connection keeps its own). */
export const insertConnection = async (
  { db, tenantId }: TenantTransaction,
  connection: NewConnection,
): Promise<Connection | undefined> =>
  await db
    .insertInto('connections')
    .values({
      tenant_id: tenantId,
      connection_id: randomUUID(),
      slug: connection.slug,
      name: connection.name,
      system: connection.system,
      config: JSON.stringify(connection.config),
      schedule_seconds: connection.scheduleSeconds,
      created_by: connection.createdBy,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'slug']).doNothing())
    .returningAll()
    .executeTakeFirst();

export interface ConnectionChange {
  readonly name: string;
  readonly config: Readonly<Record<string, Json>>;
  readonly scheduleSeconds: number | null;
  readonly status: ConnectionState;
}

/** Writes a connection's settings under the next version. A changed schedule counts from now. */
export const changeConnection = async (
  { db }: TenantTransaction,
  before: Connection,
  change: ConnectionChange,
): Promise<Connection> =>
  await db
    .updateTable('connections')
    .set({
      name: change.name,
      config: JSON.stringify(change.config),
      schedule_seconds: change.scheduleSeconds,
      ...(change.scheduleSeconds === before.schedule_seconds ? {} : { next_run_at: nextRun(change) }),
      status: change.status,
      ...(change.status === before.status ? {} : { status_reason: null, failures: 0 }),
      version: sql<number>`version + 1`,
      updated_at: sql<Date>`now()`,
    })
    .where('connection_id', '=', before.connection_id)
    .returningAll()
    .executeTakeFirstOrThrow();

const nextRun = ({ scheduleSeconds }: ConnectionChange) =>
  scheduleSeconds === null ? null : sql<Date>`now() + make_interval(secs => ${scheduleSeconds})`;

/** Marks a connection as deleted and forgets its credentials; what was read from it stays. */
export const deleteConnection = async ({ db }: TenantTransaction, connectionId: string): Promise<void> => {
  await db.deleteFrom('connection_credentials').where('connection_id', '=', connectionId).execute();
  await db.deleteFrom('oauth_states').where('connection_id', '=', connectionId).execute();
  await db
    .updateTable('connections')
    .set({
      deleted_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
      schedule_seconds: null,
      next_run_at: null,
      version: sql<number>`version + 1`,
    })
    .where('connection_id', '=', connectionId)
    .execute();
};

/** The encrypted credentials of a connection, or undefined where it has none. */
export const sealedCredentials = async (
  { db }: TenantTransaction,
  connectionId: string,
): Promise<Buffer | undefined> =>
  (
    await db
      .selectFrom('connection_credentials')
      .select('sealed')
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
  )?.sealed;

/** Stores encrypted credentials in place of what there was. */
export const storeCredentials = async (
  { db, tenantId }: TenantTransaction,
  connectionId: string,
  sealed: Buffer,
): Promise<void> => {
  await db
    .insertInto('connection_credentials')
    .values({ tenant_id: tenantId, connection_id: connectionId, sealed })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'connection_id']).doUpdateSet({
        sealed,
        version: sql<number>`connection_credentials.version + 1`,
        updated_at: sql<Date>`now()`,
      }),
    )
    .execute();
};

/** The id of the connection that has, or had, this slug; deleted ones count, since their records stay. */
export const connectionBySlug = async (
  { db }: TenantTransaction,
  slug: string,
): Promise<string | undefined> =>
  (await db.selectFrom('connections').select('connection_id').where('slug', '=', slug).executeTakeFirst())
    ?.connection_id;
