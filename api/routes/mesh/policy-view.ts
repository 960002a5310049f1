import type { z } from 'zod';
import type { RepairPolicyRow } from '../../../platform/database/repositories/repair-policies.ts';
import type { policyRow } from '../../contract/policies.ts';

/** A policy as the API shows it. */
export const policyView = (row: RepairPolicyRow): z.input<typeof policyRow> => ({
  policy_id: row.policy_id,
  connection_id: row.connection_id,
  object: row.object,
  field: row.field,
  policy: row.policy,
  updated_by: row.updated_by,
  updated_at: row.updated_at.toISOString(),
});
