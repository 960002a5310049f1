import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
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
 * Whoever asks for a job that is under way is called back at its end, too, as long as that is one address. Throws `conflict`
 * where the job calls another one.
 */
export const joinCallback = async (
  { db }: TenantTransaction,
  taskId: string,
  callbackUrl: string,
): Promise<void> => {
  const { numUpdatedRows } = await db
    .updateTable('tasks')
    .set({ callback_url: callbackUrl })
    .where('task_id', '=', taskId)
    .where('state', 'in', ['queued', 'in_progress'])
    .where((where) => where.or([where('callback_url', 'is', null), where('callback_url', '=', callbackUrl)]))
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    throw new Fault('conflict', 'The job is under way and calls another address back; ask again at its end');
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
