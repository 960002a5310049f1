import { isFault } from '../domain/faults.ts';
import type { Fault } from '../domain/faults.ts';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { Mapping } from '../domain/mapping/types.ts';
import { setConnectionStatus } from '../platform/database/repositories/connections.ts';
import { postponeObservation } from '../platform/database/repositories/observations.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import type { ObserveConnectionInput } from '../workflows/observe-schemas.contract.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { concernsConnection, noteFailure } from './judge-connection.ts';
import { lookAt } from './look-at-source.ts';
import { loadConnection } from './open-connection.ts';
import { recordSchema } from './record-schema.ts';

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger'> & { readonly defaults: readonly Mapping[] };

/** Broken connections are tried again ever more seldom, but at least this often. */
const longestPauseSeconds = 900;

export const createObserveActivities = (deps: Needs) => ({
  /**
   * Looks at a connection's schema without reading a row, and records what has changed as ingest would. A source that does
   * not answer counts against the connection; one that answers again makes it active by itself.
   */
  observeConnection: (input: ObserveConnectionInput): Promise<void> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      try {
        const opened = await loadConnection(deps, tenantId, input.connectionId);
        const schema = await lookAt(opened);
        await withTenant(deps.pool, tenantId, async (transaction) => {
          if (!(await isWanted(transaction, input))) return;
          const { system } = opened;
          await recordSchema(transaction, { ...input, system, schema, defaults: deps.defaults });
        });
      } catch (error) {
        if (!isFault(error) || !concernsConnection(error.code)) throw error;
        await withTenant(deps.pool, tenantId, (transaction) =>
          count(transaction, input, error, deps.config.OBSERVE_EVERY_SECONDS),
        );
      }
    }),
});

export type ObserveActivities = ReturnType<typeof createObserveActivities>;

/** A connection that was paused or deleted meanwhile is left alone; one that had failed as a whole is well again. */
const isWanted = async (
  transaction: TenantTransaction,
  { connectionId, traceId }: ObserveConnectionInput,
): Promise<boolean> => {
  const now = await transaction.db
    .selectFrom('connections')
    .select(['status', 'failures'])
    .where('connection_id', '=', connectionId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (now === undefined || now.status === 'paused') return false;
  if (now.failures > 0)
    await setConnectionStatus(transaction, connectionId, { status: 'active', reason: null, traceId });
  return true;
};

const count = async (
  transaction: TenantTransaction,
  input: ObserveConnectionInput,
  fault: Fault,
  everySeconds: number,
): Promise<void> => {
  // A source that only asks for patience is well.
  if (fault.code === 'source_rate_limited') {
    await postponeObservation(transaction, input.connectionId, fault.retryAfterSeconds ?? 5 * everySeconds);
    return;
  }
  await noteFailure(transaction, input, `${fault.code}: ${fault.message}`);
  const { failures } = await transaction.db
    .selectFrom('connections')
    .select('failures')
    .where('connection_id', '=', input.connectionId)
    .executeTakeFirstOrThrow();
  const pause = Math.min(longestPauseSeconds, everySeconds * 2 ** Math.max(0, failures - 3));
  await postponeObservation(transaction, input.connectionId, pause);
};
