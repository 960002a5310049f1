/**
 * Health check of a worker's container: ends with 0 when a worker of this very host has lately written down that it polls,
 * else with 1. It believes what readiness believes (temporal/beats.ts), so that a worker with all places taken counts as well.
 */
import { hostname } from 'node:os';
import { readConfig } from '../platform/config.ts';
import { createPool } from '../platform/database/pool.ts';
import { hasBeaten } from '../platform/database/repositories/worker-beats.ts';
import { createLogger } from '../platform/logger.ts';

const { DATABASE_URL, DATABASE_ROLES_KEY, LOG_LEVEL } = readConfig();
const pool = createPool({
  databaseUrl: DATABASE_URL,
  rolesKey: DATABASE_ROLES_KEY,
  role: 'au_worker',
  max: 1,
  connectTimeoutMs: 5_000,
  queryTimeoutMs: 5_000,
  logger: createLogger('worker-health', LOG_LEVEL),
});
process.exitCode = (await hasBeaten(pool, hostname())) ? 0 : 1;
await pool.end();
