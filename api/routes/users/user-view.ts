import type { z } from 'zod';
import type { User } from '../../../platform/database/repositories/users.ts';
import type { user } from '../../contract/identity.ts';

/** A user as the API shows him. */
export const userView = (row: User): z.input<typeof user> => ({
  user_id: row.user_id,
  email: row.email,
  name: row.name,
  role: row.role,
  disabled_at: row.disabled_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
});
