import type { FaultCode } from '../domain/faults.ts';
import { setConnectionStatus } from '../platform/database/repositories/connections.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';

/** Faults that are the source's, and not one object's. */
const connectionFaults: ReadonlySet<string> = new Set<FaultCode>([
  'source_unreachable',
  'source_rate_limited',
  'source_auth_failed',
  'source_config_invalid',
  'source_protocol',
  'egress_refused',
  'secrets_unreadable',
]);

/** Those of them that only a person can mend: trying again by itself may even lock the account. */
export const hopelessFaults: ReadonlySet<string> = new Set<FaultCode>([
  'source_auth_failed',
  'source_config_invalid',
  'egress_refused',
  'secrets_unreadable',
]);

/** Whether a failure says something about the connection as a whole; `reason` begins with a fault code and a colon. */
export const concernsConnection = (reason: string): boolean => connectionFaults.has(codeOf(reason));

/**
 * A failing connection turns degraded, after three failures in a row broken (at once where only a person can mend it), and
 * is active again after the next success.
 */
export const noteFailure = async (
  transaction: TenantTransaction,
  where: { readonly connectionId: string; readonly traceId: string },
  reason: string,
): Promise<void> => {
  await setConnectionStatus(transaction, where.connectionId, {
    status: hopelessFaults.has(codeOf(reason)) ? 'broken' : 'degraded',
    reason,
    traceId: where.traceId,
    failed: true,
  });
};

const codeOf = (reason: string): string => reason.split(':', 1)[0] ?? '';
