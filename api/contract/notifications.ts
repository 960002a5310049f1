import { z } from 'zod';
import { notificationChannels, notificationKinds, webhookSecretForm } from '../../domain/notifications.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

const channel = z.enum(notificationChannels).meta({ id: 'NotificationChannelName' });
const kind = z.enum(notificationKinds).meta({
  id: 'NotificationKind',
  description:
    '`repair.waiting`: a repair waits for a decision; `repair.reminder`: it still does; `repair.applied`; `connection.failing`: a source cannot be read',
});

export const notificationChannel = z
  .strictObject({
    channel,
    enabled: z.boolean(),
    kinds: z.array(kind).describe('What it is told of'),
    host: z.string().describe('Of its address; the rest is never shown again'),
    signed: z.boolean().describe('Whether messages carry a signature'),
    updated_by: z.string(),
    updated_at: timestamp,
  })
  .meta({ id: 'NotificationChannel' });

export const notifications = z
  .strictObject({
    kinds: z.array(kind).describe('All that a channel can be told of'),
    channels: z.array(notificationChannel).describe('Those that are set up'),
  })
  .meta({ id: 'Notifications' });

export const channelParams = z.strictObject({ channel });

export const channelBody = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional()
    .describe('Where messages are posted; left out: the address that it has'),
  secret: z
    .string()
    .regex(webhookSecretForm, '`whsec_` and at least 24 bytes in base64')
    .nullable()
    .optional()
    .describe(
      'Of a webhook: signs messages as Standard Webhooks has it. Null: none any more; left out: the one that it has',
    ),
  enabled: z.boolean().default(true),
  kinds: z
    .array(kind)
    .max(notificationKinds.length)
    .default([...notificationKinds]),
});

export const delivery = z
  .strictObject({
    delivery_id: z.uuid(),
    channel,
    kind: z.enum([...notificationKinds, 'test']),
    subject: z.strictObject({ kind: z.string(), id: z.string() }),
    text: z.string(),
    path: z.string().describe('Of the page that shows it, from the root of the console'),
    state: z.enum(['pending', 'delivered', 'failed']).describe('`pending`: not tried yet, or tried again'),
    attempts: z.int().nonnegative(),
    status: z.int().nullable().describe('HTTP status of the last answer; null: there was none'),
    error: z.string().nullable(),
    created_at: timestamp,
    ended_at: timestamp.nullable(),
  })
  .meta({ id: 'NotificationDelivery' });
export const deliveryPage = pageOf(delivery).meta({ id: 'NotificationDeliveryPage' });
export const deliveriesQuery = z.strictObject(pageQuery);
export const channelTested = z
  .strictObject({ delivery_id: z.uuid() })
  .meta({ id: 'NotificationTest', description: 'Look for it among the deliveries' });
