import pg from 'pg';
import type { TenantId } from '../../domain/ids.ts';
import { kyselyOver, statementName } from './kysely-over.ts';
import { unlessFrozen } from './unless-frozen.ts';
import { connectionIsLost, retried } from './with-tenant.ts';
import type { TenantTransaction } from './with-tenant.ts';

/** Sets the tenant until the end of the transaction and answers no row, so that the real query's rows stand alone. */
const setTenant = {
  name: 'tenant',
  text: `select 1 where set_config('au.tenant', $1, true) is null`,
} as const;

/** Connections on which `setTenant` is prepared. */
const prepared = new WeakSet<pg.PoolClient>();

/**
 * For work that only reads: every statement is a transaction of its own that carries its tenant, one round trip instead of
 * the four of `withTenant`. Under READ COMMITTED statements see no common snapshot anyway. There is no `client` to write
 * SQL on by hand, since nothing would have told it the tenant.
 * Throws `database_unavailable` when no connection is to be had within a second, or the server turns out to be frozen.
 */
export const readAsTenant = <T>(
  pool: pg.Pool,
  tenantId: TenantId,
  work: (transaction: TenantTransaction) => Promise<T>,
): Promise<T> => retried(() => once(pool, tenantId, work));

const once = async <T>(
  pool: pg.Pool,
  tenantId: TenantId,
  work: (transaction: TenantTransaction) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  const noteLoss = (error: unknown): never => {
    if (connectionIsLost(error)) broken = new Error('not usable any more', { cause: error });
    throw error;
  };
  const run = (text: string, values: unknown[]): Promise<pg.QueryResult> =>
    unlessFrozen(pool, runCarrying(client, tenantId, text, values)).catch(noteLoss);
  try {
    if (!prepared.has(client)) {
      await unlessFrozen(pool, client.query({ ...setTenant, values: [tenantId] })).catch(noteLoss);
      prepared.add(client);
    }
    return await work({ tenantId, db: kyselyOver(run), client: noClient });
  } finally {
    client.release(broken);
  }
};

const noClient = new Proxy(Object.create(null) as pg.PoolClient, {
  get: () => {
    throw new Error('Reads have no transaction; write SQL by hand in withTenant');
  },
});

const runCarrying = (
  client: pg.PoolClient,
  tenantId: TenantId,
  text: string,
  values: unknown[],
): Promise<pg.QueryResult> =>
  new Promise((resolve, reject) => {
    const name = statementName(text);
    const config = { ...(name === undefined ? {} : { name }), text, values, queryMode: 'extended' };
    const query = new pg.Query(config, (error: Error | undefined, results: unknown) => {
      if (error) reject(error);
      else resolve((Array.isArray(results) ? results.at(-1) : results) as pg.QueryResult);
    });
    client.query(carrying(tenantId, query));
  });

/**
 * Both statements travel before one Sync, which makes them one transaction of PostgreSQL's own (its manual, 54.2.3
 * "Extended Query"): the tenant ends where the query ends, whatever becomes of it.
 */
const carrying = (tenantId: TenantId, query: pg.Query): pg.Query => {
  const submit = query.submit.bind(query);
  query.submit = (connection) => {
    connection.stream.cork();
    try {
      connection.bind({ statement: setTenant.name, values: [tenantId] }, true);
      connection.execute(null, true);
      submit(connection);
    } finally {
      connection.stream.uncork();
    }
  };
  return query;
};
