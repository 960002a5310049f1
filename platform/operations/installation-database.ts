import type pg from 'pg';
import { isFault } from '../../domain/faults.ts';
import type { Config } from '../config.ts';
import { createPool } from '../database/pool.ts';
import type { LoginRole } from '../database/roles.ts';
import { createLogger } from '../logger.ts';

/** What commands on a whole installation are given: the part of its configuration that names its servers. */
export type InstallationConfig = Pick<
  Config,
  | 'DATABASE_URL'
  | 'DATABASE_ROLES_KEY'
  | 'REDIS_URL'
  | 'TEMPORAL_ADDRESS'
  | 'TEMPORAL_NAMESPACE'
  | 'ENCRYPTION_KEY'
  | 'ENCRYPTION_KEYS_OLD'
  | 'FILESOURCE_ROOT'
  | 'DCL_ROOT'
>;

const patience = { attempts: 5, pauseMs: 2_000 };

/**
 * Runs `work` with a small pool of one role, and closes it. Nobody waits at a screen: a database that does not answer gets
 * several tries, so the work must be one that may run again from its beginning.
 */
export const withRole = async <T>(
  { DATABASE_URL, DATABASE_ROLES_KEY }: InstallationConfig,
  role: LoginRole,
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> => {
  const pool = createPool({
    databaseUrl: DATABASE_URL,
    rolesKey: DATABASE_ROLES_KEY,
    role,
    max: 2,
    logger: createLogger('operations', 'warn'),
  });
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(pool);
      } catch (error) {
        const away = isFault(error) && error.code === 'database_unavailable';
        if (!away || attempt >= patience.attempts) throw error;
        await new Promise((resolve) => setTimeout(resolve, patience.pauseMs));
      }
    }
  } finally {
    await pool.end();
  }
};
