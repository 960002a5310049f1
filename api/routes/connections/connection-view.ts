import type { z } from 'zod';
import { staleFrom } from '../../../domain/freshness.ts';
import type { System } from '../../../domain/states/connection.ts';
import type { Connection } from '../../../platform/database/repositories/connections.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { checkReport } from '../../contract/connections.ts';
import type { connection, connectionDetail } from '../../contract/connections.ts';
import type { Deps } from '../../deps.ts';
import { readCredentials } from './credentials.ts';

/** A connection as the lists show it. */
export const connectionView = (row: Connection): z.input<typeof connection> => ({
  connection_id: row.connection_id,
  slug: row.slug,
  name: row.name,
  system: row.system as System,
  status: row.status,
  status_reason: row.status_reason,
  schedule_seconds: row.schedule_seconds,
  next_run_at: row.next_run_at?.toISOString() ?? null,
  checked_at: row.checked_at?.toISOString() ?? null,
  read_at: row.read_at?.toISOString() ?? null,
  stale_at: staleFrom(row)?.toISOString() ?? null,
  version: row.version,
  created_by: row.created_by,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

/** As checks leave it: only files have a preview. */
const storedReport = checkReport.extend({ preview: checkReport.shape.preview.default(null) });

/** The last check's report; null before the first. */
export const reportOf = (row: Connection): z.output<typeof storedReport> | null =>
  storedReport.nullable().catch(null).parse(row.check_report);

/** A connection with its settings. Of its credentials only the names of the fields that are set leave the server. */
export const connectionDetailView = async (
  transaction: TenantTransaction,
  row: Connection,
  deps: Pick<Deps, 'secrets' | 'logger'>,
): Promise<z.input<typeof connectionDetail>> =>
  detailOf(row, await readCredentials(transaction, row.connection_id, deps));

/** The same of credentials that are known. */
export const detailOf = (row: Connection, credentials: object): z.input<typeof connectionDetail> => ({
  ...connectionView(row),
  config: row.config,
  credentials_set: Object.keys(credentials).sort(),
  check_report: reportOf(row),
});

/** The version that `If-Match` takes. */
export const etagOf = (row: Connection): Readonly<Record<string, string>> => ({ ETag: `"${row.version}"` });
