import type { z } from 'zod';
import type { LedgerRow } from '../../../platform/database/repositories/task-reports.ts';
import type { ledger } from '../../contract/tasks.ts';

/** A ledger as the API shows it. */
export const ledgerView = (row: LedgerRow): z.input<typeof ledger> => ({
  stream: row.stream,
  entity: row.entity,
  mapping_version: row.mapping_version,
  read: row.read,
  changed: row.changed,
  unchanged: row.unchanged,
  quarantined: row.quarantined,
  parked: row.parked,
  filtered: row.filtered,
  stale: row.stale,
  deleted: row.deleted,
  balanced: row.balanced,
});
