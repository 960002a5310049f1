import pg from 'pg';
import type { Logger } from '../logger.ts';
import { roleUrl } from './roles.ts';
import type { LoginRole } from './roles.ts';

/** bigint counters stay below 2^53, so they are plain numbers; numeric keeps its text. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

export interface PoolOptions {
  readonly databaseUrl: string;
  readonly rolesKey: string;
  readonly role: LoginRole;
  readonly max: number;
  /** How long to wait for a connection; whoever retries may wait longer than whoever has to answer. */
  readonly connectTimeoutMs?: number;
  /** Client-side deadline of one statement, for the case that the server is frozen; must exceed its statement_timeout. */
  readonly queryTimeoutMs?: number;
  readonly logger: Logger;
}

/**
 * A pool of one role's connections. A restart of PostgreSQL breaks idle and checked-out connections alike; both are
 * listened to, since an unheard `error` event would end the process.
 */
export const createPool = ({
  databaseUrl,
  rolesKey,
  role,
  max,
  connectTimeoutMs = 10_000,
  queryTimeoutMs,
  logger,
}: PoolOptions): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: roleUrl(databaseUrl, rolesKey, role),
    application_name: `autonomos ${role}`,
    max,
    types,
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      logger.warn({ error, role }, 'database connection lost');
    });
  });
  pool.on('error', (error) => {
    logger.warn({ error, role }, 'idle database connection lost');
  });
  return pool;
};
