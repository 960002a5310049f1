import { randomBytes } from 'node:crypto';
import { Fault } from '../../../domain/faults.ts';
import { insertConnection } from '../../../platform/database/repositories/connection-settings.ts';
import type { NewConnection } from '../../../platform/database/repositories/connection-settings.ts';
import type { Connection } from '../../../platform/database/repositories/connections.ts';
import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { connectionBody, connectionDetail } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { checkConfig, checkCredentials, mayLackCredentials } from './check-settings.ts';
import { connectionDetailView, etagOf } from './connection-view.ts';
import { writeCredentials } from './credentials.ts';

export const postConnection = endpoint({
  id: 'createConnection',
  method: 'post',
  path: '/connections',
  tag: 'connections',
  summary: 'Add a connection; nothing is read until it is tested or ingested',
  role: 'admin',
  body: connectionBody,
  replies: { 201: connectionDetail },
  handle: async ({ body, caller, transaction, traceId, note }, deps) => {
    const { system, name, slug } = body;
    const config = checkConfig(system, body.config, deps.config);
    const credentials =
      body.credentials === undefined && mayLackCredentials(system)
        ? undefined
        : checkCredentials(system, body.credentials ?? {});
    const row = await insertUnderSlug(
      transaction,
      { name, system, config, scheduleSeconds: body.schedule_seconds, createdBy: caller.userId },
      slug,
    );
    if (credentials !== undefined && Object.keys(credentials).length > 0)
      await writeCredentials(transaction, row.connection_id, deps, credentials);
    const view = await connectionDetailView(transaction, row, deps);
    note({ subject: { kind: 'connection', id: row.connection_id }, after: view });
    await appendEvent(transaction, {
      type: 'connection.created',
      traceId,
      subject: { kind: 'connection', id: row.connection_id },
      data: { slug: row.slug, name: row.name, system, status: row.status },
    });
    return {
      status: 201,
      headers: { Location: `/api/v1/connections/${row.connection_id}`, ...etagOf(row) },
      body: view,
    };
  },
});

/** A slug that was chosen must be free; one that is made from the name gets a random ending where it is taken. */
const insertUnderSlug = async (
  transaction: TenantTransaction,
  connection: Omit<NewConnection, 'slug'>,
  chosen: string | undefined,
): Promise<Connection> => {
  const made = slugOf(connection.name, connection.system);
  const row = await insertConnection(transaction, { ...connection, slug: chosen ?? made });
  if (row !== undefined) return row;
  const second =
    chosen === undefined
      ? await insertConnection(transaction, {
          ...connection,
          slug: `${made}-${randomBytes(4).toString('hex')}`,
        })
      : undefined;
  if (second !== undefined) return second;
  throw new Fault('conflict', 'A connection of the tenant has, or had, this slug; choose another', {
    errors: [{ pointer: '/slug', code: 'taken', message: 'Slugs stay taken: record keys begin with them' }],
  });
};

const slugOf = (name: string, system: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '') || system;
