import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { Secrets } from '../../secrets.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { addToOutbox } from './outbox.ts';

type DeliveryRow = Selectable<Tables['callback_deliveries']>;

/** A delivery with the time of its next attempt; null when there is none to come. */
export type CallbackDelivery = DeliveryRow & { readonly next_attempt_at: Date | null };

/** Has a task's callback delivered once this transaction commits; answers the delivery's id. */
export const deliverCallback = async (
  transaction: TenantTransaction,
  taskId: string,
  requestedBy: string,
): Promise<string> => {
  const deliveryId = await addToOutbox(transaction, 'callback', { task_id: taskId });
  await transaction.db
    .insertInto('callback_deliveries')
    .values({
      tenant_id: transaction.tenantId,
      delivery_id: deliveryId,
      task_id: taskId,
      requested_by: requestedBy,
    })
    .execute();
  return deliveryId;
};

/**
 * Has a live task call `callbackUrl` at its end. Whoever asks for a job that is under way is called, too, as long as that is one
 * address. Throws `conflict` where the job calls another one or has ended, `secrets_unreadable`.
 */
export const joinCallback = async (
  transaction: TenantTransaction,
  secrets: Secrets,
  taskId: string,
  callbackUrl: string,
): Promise<void> => {
  const task = await transaction.db
    .selectFrom('tasks')
    .select(['callback_address', 'callback_sealed'])
    .where('task_id', '=', taskId)
    .where('state', 'in', ['queued', 'in_progress'])
    .forUpdate()
    .executeTakeFirst();
  if (task?.callback_address === null) {
    await storeCallback(transaction, secrets, taskId, callbackUrl);
    return;
  }
  const sealed = task?.callback_sealed ?? null;
  if (sealed === null || (await openCallback(transaction, secrets, sealed)) !== callbackUrl)
    throw new Fault('conflict', 'The job is under way and calls another address back; ask again at its end');
};

/** What a callback's address is sealed for. */
const sealedFor = 'callback';

const storeCallback = async (
  transaction: TenantTransaction,
  secrets: Secrets,
  taskId: string,
  callbackUrl: string,
): Promise<void> => {
  await transaction.db
    .updateTable('tasks')
    .set({
      callback_url: null,
      callback_address: shownAddress(callbackUrl),
      callback_sealed: await secrets.sealJson(transaction, sealedFor, { url: callbackUrl }),
    })
    .where('task_id', '=', taskId)
    .execute();
};

/** A callback's address for people: its host, since path and query may be a secret. */
const shownAddress = (callbackUrl: string): string => {
  const { origin, pathname, search } = new URL(callbackUrl);
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
};

/**
 * A task's address as it was given. Throws `secrets_unreadable`, and `conflict` for what was stored before addresses were sealed,
 * until a worker has sealed it.
 */
export const openCallback = async (
  transaction: TenantTransaction,
  secrets: Secrets,
  sealed: Buffer | null,
): Promise<string> => {
  if (sealed === null)
    throw new Fault('conflict', 'The address is not sealed yet; a worker does so within a minute');
  const { url } = await secrets.openJson(transaction, sealedFor, sealed);
  if (typeof url !== 'string') throw new Fault('secrets_unreadable', 'What was stored is not an address');
  return url;
};

const sealedAtOnce = 1_000;

/** Seals addresses that were stored before that was done, and takes them out of their former place. */
export const sealPlainCallbacks = async (transaction: TenantTransaction, secrets: Secrets): Promise<void> => {
  const plain = await transaction.db
    .selectFrom('tasks')
    .select(['task_id', 'callback_url'])
    .where('callback_url', 'is not', null)
    .limit(sealedAtOnce)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { task_id: taskId, callback_url: url } of plain)
    if (url !== null) await storeCallback(transaction, secrets, taskId, url);
};

/** Deliveries of a task's callback, newest first. */
export const callbackDeliveries = async (
  { db }: TenantTransaction,
  taskId: string,
): Promise<readonly CallbackDelivery[]> =>
  await db
    .selectFrom('callback_deliveries as d')
    .leftJoin('outbox as o', (join) => join.onRef('o.id', '=', 'd.delivery_id').on('d.state', '=', 'pending'))
    .selectAll('d')
    .select(sql<Date | null>`case when isfinite(o.due_at) then o.due_at end`.as('next_attempt_at'))
    .where('d.task_id', '=', taskId)
    .orderBy('d.created_at', 'desc')
    .orderBy('d.delivery_id')
    .execute();

/** Brings the next attempt of a pending delivery forward; false where none is pending any more. */
export const hurryDelivery = async ({ db }: TenantTransaction, deliveryId: string): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ due_at: sql<Date>`now()` })
    .where('id', '=', deliveryId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

/** Notes an attempt: what was answered, and whether that was the end of it. */
export const noteCallback = async (
  { db }: TenantTransaction,
  deliveryId: string,
  attempt: Pick<DeliveryRow, 'state' | 'status' | 'error'>,
): Promise<void> => {
  await db
    .updateTable('callback_deliveries')
    .set({ ...attempt, attempts: sql<number>`attempts + 1`, attempted_at: sql<Date>`now()` })
    .where('delivery_id', '=', deliveryId)
    .execute();
};
