import { createHash } from 'node:crypto';
import { appendAudit } from '../../platform/database/repositories/audit.ts';
import { auditSignIn, nobody } from '../../platform/database/repositories/sign-in.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import type { Deps } from '../deps.ts';
import type { PublicCall } from '../endpoint.ts';

type Origin = Pick<PublicCall, 'request' | 'traceId'>;

/** Layer 5 for /auth: what succeeded goes to the tenant's audit log, in the transaction that did it. */
export const auditSuccess = async (
  transaction: TenantTransaction,
  { request, traceId }: Origin,
  entry: { readonly action: string; readonly userId: string; readonly status: number },
): Promise<void> => {
  await appendAudit(transaction, {
    actor: entry.userId,
    action: entry.action,
    subject: `user:${entry.userId}`,
    before: null,
    after: null,
    status: entry.status,
    ip: request.ip ?? null,
    traceId,
  });
};

/** What was refused has no tenant: only a digest of the e-mail is kept. */
export const auditRefusal = async (
  { pools }: Pick<Deps, 'pools'>,
  { request, traceId }: Origin,
  entry: { readonly action: string; readonly outcome: string; readonly email?: string },
): Promise<void> => {
  const emailDigest = entry.email === undefined ? null : createHash('sha256').update(entry.email).digest();
  await withTenant(pools.login, nobody, (transaction) =>
    auditSignIn(transaction, {
      action: entry.action,
      outcome: entry.outcome,
      emailDigest,
      ip: request.ip ?? null,
      traceId,
    }),
  );
};
