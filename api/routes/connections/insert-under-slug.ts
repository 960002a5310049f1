import { randomBytes } from 'node:crypto';
import { Fault } from '../../../domain/faults.ts';
import { insertConnection } from '../../../platform/database/repositories/connection-settings.ts';
import type { NewConnection } from '../../../platform/database/repositories/connection-settings.ts';
import type { Connection } from '../../../platform/database/repositories/connections.ts';
import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';

/**
 * Adds a connection and says so. A slug that was chosen must be free; one that is made from the name gets a random ending
 * where it is taken.
 * @throws Fault `conflict`
 */
export const insertUnderSlug = async (
  transaction: TenantTransaction,
  connection: Omit<NewConnection, 'slug'>,
  chosen: string | undefined,
  traceId: string,
): Promise<Connection> => {
  const row = await insertedRow(transaction, connection, chosen);
  await appendEvent(transaction, {
    type: 'connection.created',
    traceId,
    subject: { kind: 'connection', id: row.connection_id },
    data: { slug: row.slug, name: row.name, system: row.system, status: row.status },
  });
  return row;
};

const insertedRow = async (
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
