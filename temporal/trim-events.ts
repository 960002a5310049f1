import type pg from 'pg';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { Config } from '../platform/config.ts';
import { trimEventLog } from '../platform/database/repositories/event-log.ts';
import { trimNotices } from '../platform/database/repositories/notices.ts';
import { trimDeliveries } from '../platform/database/repositories/notifications.ts';
import { trimCounts } from '../platform/database/repositories/stream-counts.ts';
import { withTenant } from '../platform/database/with-tenant.ts';

export interface TrimDeps {
  /** Pool of au_worker. */
  readonly pool: pg.Pool;
  readonly config: Pick<Config, 'EVENT_RETENTION_DAYS'>;
}

/**
 * Cuts every tenant's event log, its counts by the minute, notices and the log of notifications, to the days that are kept; whoever resumes from before is
 * told to fetch anew.
 */
export const trimEvents = async ({ pool, config }: TrimDeps): Promise<void> => {
  const { rows } = await pool.query<{ tenant_ids: string }>('select au.tenant_ids()');
  for (const row of rows)
    await withTenant(pool, parseTenant(row.tenant_ids), async (transaction) => {
      await trimEventLog(transaction, config.EVENT_RETENTION_DAYS);
      await trimCounts(transaction);
      await trimDeliveries(transaction);
      await trimNotices(transaction);
    });
};
