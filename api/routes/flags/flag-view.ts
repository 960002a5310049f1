import type { z } from 'zod';
import type { Flag } from '../../../platform/database/repositories/flags.ts';
import type { flag } from '../../contract/governance.ts';

/** A flag as the API shows it. */
export const flagView = (row: Flag): z.input<typeof flag> => ({
  name: row.name,
  enabled: row.enabled,
  updated_by: row.updated_by,
  updated_at: row.updated_at.toISOString(),
});
