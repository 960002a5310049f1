import { Fault } from '../../../domain/faults.ts';
import { findConnection } from '../../../platform/database/repositories/connection-settings.ts';
import type { Connection } from '../../../platform/database/repositories/connections.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';

export const noConnection = (connectionId: string): Fault =>
  new Fault('not_found', `There is no connection ${connectionId}`);

/** The connection, locked when it is to be changed. Throws `not_found`, also for another tenant's. */
export const existingConnection = async (
  transaction: TenantTransaction,
  connectionId: string,
  lock?: 'for update',
): Promise<Connection> => {
  const connection = await findConnection(transaction, connectionId, lock);
  if (connection === undefined) throw noConnection(connectionId);
  return connection;
};
