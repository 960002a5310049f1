import { staleConnections } from '../../../platform/database/repositories/stale-connections.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';

/** Why sources are stale now, by id of their connection; asked each time, since time alone changes it. */
export const staleReasons = async (transaction: TenantTransaction): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await staleConnections(transaction, Date.now())).map(({ connectionId, reason }) => [
      connectionId,
      reason,
    ]),
  );
