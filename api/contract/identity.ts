import { z } from 'zod';
import { pageOf, pageQuery, timestamp } from './page.ts';
import { role } from './role.ts';

/** Lower-cased, since an e-mail address is one identity in whatever case it is typed. */
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email())
  .meta({ example: 'ada@example.com', description: 'Compared without case' });

/** NIST SP 800-63B: length counts, composition rules do not. The upper bound keeps hashing cheap. */
const newPassword = z.string().min(12).max(256).describe('At least 12 characters');
const personName = z.string().trim().min(1).max(200);

export const registerBody = z.strictObject({
  tenant_name: z.string().trim().min(1).max(200).describe('Name of the new tenant'),
  name: personName.describe('Name of its first admin'),
  email,
  password: newPassword,
});
export const registerReply = z.strictObject({ status: z.literal('accepted') });

export const loginBody = z.strictObject({ email, password: z.string().min(1).max(256) });
export const refreshBody = z
  .strictObject({ refresh_token: z.string().min(1).max(200).optional() })
  .optional()
  .describe('Programs send the token here; the console sends its cookie and no body');

export const session = z
  .strictObject({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds'),
    refresh_token: z
      .string()
      .optional()
      .describe('Absent for the console (`X-Client: console`), which gets an httpOnly cookie instead'),
  })
  .meta({ id: 'Session' });

export const me = z
  .strictObject({
    user_id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role,
    tenant: z.strictObject({ tenant_id: z.uuid(), name: z.string() }),
  })
  .meta({ id: 'Me' });

export const user = z
  .strictObject({
    user_id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role,
    disabled_at: timestamp.nullable(),
    created_at: timestamp,
  })
  .meta({ id: 'User' });
export const userPage = pageOf(user).meta({ id: 'UserPage' });
export const userParams = z.strictObject({ user_id: z.uuid() });
export const usersQuery = z.strictObject(pageQuery);
export const userPatch = z
  .strictObject({ name: personName, role, disabled: z.boolean() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Name at least one field to change');

export const inviteBody = z.strictObject({ email, role });
export const invite = z
  .strictObject({
    email: z.string(),
    role,
    link: z.url().describe('One-time link; also mailed when the installation can send mail'),
    expires_at: timestamp,
  })
  .meta({ id: 'Invite' });
export const acceptInviteBody = z.strictObject({
  token: z.string().min(1).max(200),
  name: personName,
  password: newPassword,
});
