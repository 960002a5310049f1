import { z } from 'zod';

/** From least to most: each role may do what those before it may. Operators may approve. */
const roles = ['viewer', 'operator', 'admin'] as const;

export const role = z
  .enum(roles)
  .meta({ id: 'Role', description: 'viewer reads, operator also acts and approves, admin also governs' });
export type Role = z.infer<typeof role>;

/** Whether somebody with role `held` may do what needs `needed`. */
export const mayAct = (held: Role, needed: Role): boolean => roles.indexOf(held) >= roles.indexOf(needed);
