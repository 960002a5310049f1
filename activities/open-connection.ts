import { join } from 'node:path';
import type { ConnectorModule, OpenOptions } from '../connectors/contract.ts';
import { loadConnector } from '../connectors/registry.ts';
import { Fault } from '../domain/faults.ts';
import type { TenantId } from '../domain/ids.ts';
import type { System } from '../domain/states/connection.ts';
import { keepNotes, recallNotes } from '../platform/database/repositories/look-notes.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { Deps } from './deps.ts';

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger'>;

export interface OpenedConnection {
  readonly connectionId: string;
  readonly slug: string;
  readonly system: System;
  readonly module: ConnectorModule;
  readonly options: OpenOptions;
}

/** What it takes to open a connection's source: module, configuration, decrypted credentials. Throws `not_found`. */
export const loadConnection = async (
  deps: Needs,
  tenantId: TenantId,
  connectionId: string,
): Promise<OpenedConnection> => {
  const { row, credentials } = await withTenant(deps.pool, tenantId, async (transaction) => {
    const found = await transaction.db
      .selectFrom('connections')
      .leftJoin('connection_credentials', 'connection_credentials.connection_id', 'connections.connection_id')
      .select(['connections.connection_id', 'slug', 'system', 'config', 'sealed'])
      .where('connections.connection_id', '=', connectionId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (found === undefined) throw new Fault('not_found', `There is no connection ${connectionId}`);
    const opened =
      found.sealed === null
        ? {}
        : await deps.secrets.openJson(transaction, `connection:${connectionId}`, found.sealed);
    return { row: found, credentials: opened };
  });
  const system = row.system as System;
  return {
    connectionId,
    slug: row.slug,
    system,
    module: await loadConnector(system),
    options: {
      config: row.config,
      credentials,
      tenantFolder: join(deps.config.FILESOURCE_ROOT, tenantId),
      egressAllow: deps.config.EGRESS_ALLOW,
      logger: deps.logger,
      saveCredentials: (renewed) =>
        withTenant(deps.pool, tenantId, async (transaction) => {
          await transaction.db
            .updateTable('connection_credentials')
            .set({ sealed: await deps.secrets.sealJson(transaction, `connection:${connectionId}`, renewed) })
            .where('connection_id', '=', connectionId)
            .execute();
        }),
      notes: {
        recall: (names) =>
          withTenant(deps.pool, tenantId, (transaction) => recallNotes(transaction, connectionId, names)),
        keep: (notes, present) =>
          withTenant(deps.pool, tenantId, (transaction) =>
            keepNotes(transaction, connectionId, notes, present),
          ),
      },
    },
  };
};
