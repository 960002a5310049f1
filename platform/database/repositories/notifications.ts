import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Insertable, Selectable } from 'kysely';
import { notificationChannels } from '../../../domain/notifications.ts';
import type { Announcement, Notification, NotificationChannel } from '../../../domain/notifications.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { keepNotice } from './notices.ts';
import { addToOutbox } from './outbox.ts';

export type ChannelRow = Selectable<Tables['notification_channels']>;
export type DeliveryRow = Selectable<Tables['notification_deliveries']>;

/** Channels whose address is a secret. */
export type PostedChannel = Exclude<NotificationChannel, 'email'>;

/** What a channel's address and signing secret are sealed for. */
export const channelContext = (channel: PostedChannel): string => `notifications:${channel}`;

/** The channels that the tenant has set up. */
export const listChannels = async ({ db }: TenantTransaction): Promise<readonly ChannelRow[]> =>
  await db.selectFrom('notification_channels').selectAll().orderBy('channel').execute();

/** A channel, or undefined where the tenant has not set it up. */
export const findChannel = async (
  { db }: TenantTransaction,
  channel: NotificationChannel,
): Promise<ChannelRow | undefined> =>
  await db.selectFrom('notification_channels').selectAll().where('channel', '=', channel).executeTakeFirst();

/** Writes a channel's settings in place of what there was. */
export const saveChannel = async (
  { db, tenantId }: TenantTransaction,
  channel: Omit<Insertable<Tables['notification_channels']>, 'tenant_id' | 'updated_at'>,
): Promise<ChannelRow> =>
  await db
    .insertInto('notification_channels')
    .values({ ...channel, tenant_id: tenantId })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'channel']).doUpdateSet({ ...channel, updated_at: sql<Date>`now()` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();

/** Forgets a channel with its address; what was sent stays in the log. False: there was none. */
export const removeChannel = async (
  { db }: TenantTransaction,
  channel: NotificationChannel,
): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('notification_channels')
    .where('channel', '=', channel)
    .executeTakeFirst();
  return numDeletedRows > 0n;
};

/**
 * Tells people of something, in the console and over every channel that wants it, once the transaction commits. A tenant without a Slack channel
 * of its own is given the installation's, if there is one: only the sender knows that.
 */
export const notify = async (transaction: TenantTransaction, notification: Announcement): Promise<void> => {
  await keepNotice(transaction, notification);
  const own = await listChannels(transaction);
  for (const channel of notificationChannels) {
    const settings = own.find((row) => row.channel === channel);
    const wanted =
      settings === undefined
        ? channel === 'slack'
        : settings.enabled && settings.kinds.some((kind) => kind === notification.kind);
    if (wanted) await sendOver(transaction, channel, notification);
  }
};

/** Sends over one channel; answers the delivery's id, or undefined where the same was sent before. */
export const sendOver = async (
  transaction: TenantTransaction,
  channel: NotificationChannel,
  { kind, subject, text, path, once }: Notification,
): Promise<string | undefined> => {
  const deliveryId = randomUUID();
  const inserted = await transaction.db
    .insertInto('notification_deliveries')
    .values({
      tenant_id: transaction.tenantId,
      delivery_id: deliveryId,
      channel,
      kind,
      subject_kind: subject.kind,
      subject_id: subject.id,
      text,
      path,
      once,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'channel', 'once']).doNothing())
    .returning('delivery_id')
    .executeTakeFirst();
  if (inserted === undefined) return undefined;
  await addToOutbox(transaction, 'notify', { delivery_id: deliveryId });
  return deliveryId;
};

/** A delivery, or undefined. */
export const findDelivery = async (
  { db }: TenantTransaction,
  deliveryId: string,
): Promise<DeliveryRow | undefined> =>
  await db
    .selectFrom('notification_deliveries')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();

export type ListedDelivery = DeliveryRow & { readonly position: string };

/** What was sent, newest first, behind `after`. */
export const listDeliveries = async (
  { db }: TenantTransaction,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedDelivery[]> => {
  const query = db
    .selectFrom('notification_deliveries')
    .selectAll()
    .select(microseconds('created_at').as('position'))
    .orderBy('created_at', 'desc')
    .orderBy('delivery_id', 'desc')
    .limit(limit);
  const rest = after === undefined ? query : query.where(olderThan('created_at', 'delivery_id', after));
  return await rest.execute();
};

/** Notes an attempt at a delivery: what was answered, and whether that was the end of it. */
export const noteAttempt = async (
  { db }: TenantTransaction,
  deliveryId: string,
  attempt: {
    readonly state: DeliveryRow['state'];
    readonly status: number | null;
    readonly error: string | null;
  },
): Promise<void> => {
  await db
    .updateTable('notification_deliveries')
    .set({
      ...attempt,
      attempts: sql<number>`attempts + 1`,
      ...(attempt.state === 'pending' ? {} : { ended_at: sql<Date>`now()` }),
    })
    .where('delivery_id', '=', deliveryId)
    .execute();
};

/** Forgets a delivery that had nowhere to go. */
export const dropDelivery = async ({ db }: TenantTransaction, deliveryId: string): Promise<void> => {
  await db.deleteFrom('notification_deliveries').where('delivery_id', '=', deliveryId).execute();
};

/** Days that the log of deliveries goes back. */
const daysKept = 90;

/** Deletes deliveries that nobody will ask for any more. */
export const trimDeliveries = async ({ client }: TenantTransaction): Promise<void> => {
  await client.query(
    `delete from au.notification_deliveries where created_at < now() - make_interval(days => $1)`,
    [daysKept],
  );
};
