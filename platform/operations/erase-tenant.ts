import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { Redis } from 'ioredis';
import type { TenantId } from '../../domain/ids.ts';
import { sqlState, withTenant } from '../database/with-tenant.ts';
import { withRole } from './installation-database.ts';
import type { InstallationConfig } from './installation-database.ts';
import { deleteWorkflows } from './stop-workflows.ts';
import { childrenFirst, tenantTables } from './tenant-tables.ts';

export interface Erasure {
  /** Deleted rows by table; tables that held none are left out. */
  readonly tables: Readonly<Record<string, number>>;
  readonly workflows: number;
  readonly redisKeys: number;
}

/**
 * Erases a tenant whole: ends its workflows, deletes every row in one transaction, then its Redis keys and its files. Another
 * tenant's rows are out of reach of the role that deletes. May be run again after it broke off.
 */
export const eraseTenant = async (config: InstallationConfig, tenantId: TenantId): Promise<Erasure> =>
  await withRole(config, 'au_erase', async (pool) => {
    const known = await workflowIds(pool, tenantId);
    const before = await deleteWorkflows(config, tenantId, known);
    const tables = await deleteRows(pool, tenantId);
    // What was started meanwhile finds no tenant any more; it is ended all the same.
    const after = await deleteWorkflows(config, tenantId, known);
    const redisKeys = await deleteKeys(config, tenantId);
    for (const root of [config.FILESOURCE_ROOT, config.DCL_ROOT])
      await rm(join(root, tenantId), { recursive: true, force: true });
    return { tables, workflows: before + after, redisKeys };
  });

const workflowIds = async (pool: pg.Pool, tenantId: TenantId): Promise<readonly string[]> => {
  const tasks = await withTenant(pool, tenantId, ({ db }) =>
    db.selectFrom('tasks').select('workflow_id').where('state', 'in', ['queued', 'in_progress']).execute(),
  );
  return [`admit/${tenantId}`, ...tasks.map(({ workflow_id }) => workflow_id)];
};

/** SQLSTATE of a row that somebody else added while its parent was being deleted. */
const referenced = '23503';
const attempts = 5;

const deleteRows = async (pool: pg.Pool, tenantId: TenantId): Promise<Record<string, number>> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withTenant(pool, tenantId, async ({ client }) => {
        const counts: Record<string, number> = {};
        await client.query('select au.release_emails()');
        for (const { name } of childrenFirst(await tenantTables(client))) {
          const { rowCount } = await client.query(`delete from au.${name} where tenant_id = $1`, [tenantId]);
          if (rowCount !== null && rowCount > 0) counts[name] = rowCount;
        }
        return counts;
      });
    } catch (error) {
      if (sqlState(error) !== referenced || attempt >= attempts) throw error;
    }
  }
};

const deleteKeys = async ({ REDIS_URL }: InstallationConfig, tenantId: TenantId): Promise<number> => {
  if (REDIS_URL === undefined) return 0;
  const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: 3 });
  try {
    let count = 0;
    const pages = redis.scanStream({ match: `*tenant:{${tenantId}}:*`, count: 1_000 });
    for await (const keys of pages as AsyncIterable<string[]>)
      if (keys.length > 0) count += await redis.unlink(...keys);
    return count;
  } finally {
    redis.disconnect();
  }
};
