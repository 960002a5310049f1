import { sql } from 'kysely';
import type pg from 'pg';
import { tenantId } from '../../../domain/ids.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { withTenant } from '../with-tenant.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** Look-ups before a tenant is known run as au_login under this one, which shows no tenant's rows. */
export const nobody: TenantId = tenantId('00000000-0000-0000-0000-000000000000');

export interface Account {
  readonly tenantId: TenantId;
  readonly userId: string;
  readonly role: 'admin' | 'operator' | 'viewer';
  readonly passwordHash: string;
  readonly disabled: boolean;
}

/**
 * The account that an e-mail (lower-cased) belongs to. An unknown one costs the same two transactions, so that time tells
 * nothing.
 */
export const findAccount = async (pool: pg.Pool, email: string): Promise<Account | undefined> => {
  const home = await withTenant(pool, nobody, ({ db }) =>
    db.selectFrom('user_emails').selectAll().where('email', '=', email).executeTakeFirst(),
  );
  const tenant = home === undefined ? nobody : tenantId(home.tenant_id);
  return await withTenant(pool, tenant, async (transaction) => await accountIn(transaction, email));
};

const accountIn = async ({ db }: TenantTransaction, email: string): Promise<Account | undefined> => {
  const row = await db
    .selectFrom('users')
    .select(['tenant_id', 'user_id', 'role', 'password_hash', 'disabled_at'])
    .where('email', '=', email)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    tenantId: tenantId(row.tenant_id),
    userId: row.user_id,
    role: row.role,
    passwordHash: row.password_hash,
    disabled: row.disabled_at !== null,
  };
};

export interface NewAccount {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** Creates a tenant with its first admin; false when the e-mail is taken. Runs as au_login, in the new tenant's name. */
export const registerTenant = async (
  { db, tenantId: tenant }: TenantTransaction,
  tenantName: string,
  account: NewAccount,
): Promise<boolean> => {
  const { rows } = await sql<{ done: boolean }>`
    select au.register_tenant(
      ${tenant}, ${tenantName}, ${account.userId}, ${account.email}, ${account.name}, ${account.passwordHash}
    ) as done
  `.execute(db);
  return rows[0]?.done === true;
};

/** Adds a user to the transaction's tenant; false when the e-mail is taken anywhere. Runs as au_login. */
export const joinTenant = async (
  { db, tenantId: tenant }: TenantTransaction,
  role: 'admin' | 'operator' | 'viewer',
  account: NewAccount,
): Promise<boolean> => {
  const { rows } = await sql<{ done: boolean }>`
    select au.claim_email(${account.email}, ${account.userId}) as done
  `.execute(db);
  if (rows[0]?.done !== true) return false;
  await db
    .insertInto('users')
    .values({
      tenant_id: tenant,
      user_id: account.userId,
      email: account.email,
      name: account.name,
      role,
      password_hash: account.passwordHash,
    })
    .execute();
  return true;
};

/** Writes a refused sign-in down; it belongs to no tenant, since the e-mail may be unknown. Digest: SHA-256. */
export const auditSignIn = async (
  { db }: TenantTransaction,
  entry: {
    readonly action: string;
    readonly outcome: string;
    readonly emailDigest: Buffer | null;
    readonly ip: string | null;
    readonly traceId: string;
  },
): Promise<void> => {
  await db
    .insertInto('auth_audit')
    .values({
      action: entry.action,
      outcome: entry.outcome,
      email_digest: entry.emailDigest,
      ip: entry.ip,
      trace_id: entry.traceId,
    })
    .execute();
};
