import type { Kysely } from 'kysely';
import pg from 'pg';
import { Fault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';
import { signalNoted } from '../event-signal.ts';
import { kyselyOver, statementName } from './kysely-over.ts';
import type { RunStatement } from './kysely-over.ts';
import type { Tables } from './tables.ts';
import { ServerFrozen, unlessFrozen } from './unless-frozen.ts';

/** One transaction of one tenant: typed queries by `db`, COPY and hand-written SQL by `client`. */
export interface TenantTransaction {
  readonly tenantId: TenantId;
  readonly db: Kysely<Tables>;
  readonly client: pg.PoolClient;
}

/** Retried as a whole: serialization failure, deadlock. */
const retryable = new Set(['40001', '40P01']);

/**
 * Runs `work` in one transaction in which row level security shows this tenant alone; the setting ends with the
 * transaction. No network call belongs inside. Retries serialization failures and deadlocks twice.
 * Throws `database_unavailable` when no connection is to be had within a second.
 */
export const withTenant = <T>(
  pool: pg.Pool,
  tenantId: TenantId,
  work: (transaction: TenantTransaction) => Promise<T>,
): Promise<T> => retried(() => once(pool, tenantId, work));

const attempts = 3;

/** Runs work on the database again, as a whole, where that may help. Throws `database_unavailable` where no connection is to be had. */
export const retried = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt < attempts && mayRunAgain(error)) continue;
      throw asFault(error);
    }
  }
};

const once = async <T>(
  pool: pg.Pool,
  tenantId: TenantId,
  work: (transaction: TenantTransaction) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    return await inTransaction(client, tenantId, work, (opening) => unlessFrozen(pool, opening));
  } catch (error) {
    if (error instanceof RollbackFailed) broken = error;
    throw error instanceof RollbackFailed ? error.cause : error;
  } finally {
    // A connection whose rollback failed may still hold the transaction: it never goes back to the pool.
    client.release(broken);
  }
};

/** The transaction's error stands in `cause`; the connection must not be used again. */
class RollbackFailed extends Error {}

/**
 * One tenant transaction on a connection that the caller holds; for work that keeps temporary tables between two of them.
 * `opened` may give up waiting for the first answer.
 */
export const inTransaction = async <T>(
  client: pg.PoolClient,
  tenantId: TenantId,
  work: (transaction: TenantTransaction) => Promise<T>,
  opened: <O>(opening: Promise<O>) => Promise<O> = (opening) => opening,
): Promise<T> => {
  try {
    await opened(client.query(opening(tenantId)));
    const result = await work({ tenantId, db: kyselyOver(runOn(client)), client });
    await client.query('commit');
    signalNoted(client, tenantId);
    return result;
  } catch (error) {
    // A server that does not answer would not answer a rollback either; statements prepared before a migration are gone for good.
    if (connectionIsLost(error)) throw new RollbackFailed('no answer', { cause: error });
    await client.query('rollback').catch(() => {
      throw new RollbackFailed('rollback failed', { cause: error });
    });
    throw error;
  }
};

const runOn =
  (client: pg.PoolClient): RunStatement =>
  (text, values) => {
    const name = statementName(text);
    return client.query({ ...(name === undefined ? {} : { name }), text, values });
  };

/** Both statements in one round trip; the simple protocol takes no parameters, and the brand holds nothing but a UUID. */
const opening = (tenantId: TenantId): string =>
  `begin; select set_config('au.tenant', ${pg.escapeLiteral(tenantId)}, true)`;

/** A migration has changed what a prepared `select *` returns. */
const planIsStale = (error: unknown): boolean =>
  messageOf(error) === 'cached plan must not change result type';

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';

const timedOut = (error: unknown): boolean =>
  error instanceof ServerFrozen || messageOf(error) === 'Query read timeout';

const hasCode = (error: unknown): error is { readonly code: string } =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';

/** SQLSTATE of a PostgreSQL error, or an empty text. */
export const sqlState = (error: unknown): string => (hasCode(error) ? error.code : '');

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** Whether the same work, as a whole, may succeed at once. */
const mayRunAgain = (error: unknown): boolean => retryable.has(sqlState(error)) || planIsStale(error);

/** Whether nothing more can be expected of the connection that this error came from. */
export const connectionIsLost = (error: unknown): boolean => timedOut(error) || planIsStale(error);

/** The error itself, or `database_unavailable` if it says that no connection is to be had. */
const asFault = (error: unknown): unknown =>
  unavailable(error)
    ? new Fault('database_unavailable', 'PostgreSQL does not answer; try again shortly', { cause: error })
    : error;

const unavailable = (error: unknown): boolean =>
  error instanceof ServerFrozen ||
  connectionCodes.has(sqlState(error)) ||
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Query read timeout/.test(
    messageOf(error),
  );
