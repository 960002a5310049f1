import { z } from 'zod';
import {
  mostAddresses,
  notificationChannels,
  notificationKinds,
  webhookSecretForm,
} from '../../domain/notifications.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

const channel = z.enum(notificationChannels).meta({ id: 'NotificationChannelName' });
const kind = z.enum(notificationKinds).meta({
  id: 'NotificationKind',
  description:
    '`repair.waiting`: a repair waits for a decision; `repair.reminder`: it still does; `repair.applied`; `drift.manual`: a change of a source needs a person; `connection.failing`: a source cannot be read',
});

export const notificationChannel = z
  .strictObject({
    channel,
    enabled: z.boolean(),
    kinds: z.array(kind).describe('What it is told of'),
    host: z.string().describe('Of its address, whose rest is never shown again; of mails the domains'),
    addresses: z.array(z.string()).describe('Of mails, for admins; empty otherwise'),
    signed: z.boolean().describe('Whether messages carry a signature'),
    updated_by: z.string(),
    updated_at: timestamp,
  })
  .meta({ id: 'NotificationChannel' });

export const notifications = z
  .strictObject({
    kinds: z.array(kind).describe('All that a channel can be told of'),
    channels: z.array(notificationChannel).describe('Those that are set up'),
    mail: z.boolean().describe('Whether this installation can send mails (SMTP_URL)'),
  })
  .meta({ id: 'Notifications' });

export const channelParams = z.strictObject({ channel });

export const channelBody = z
  .strictObject({
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
    addresses: z
      .array(z.email().max(320).toLowerCase())
      .min(1)
      .max(mostAddresses)
      .optional()
      .describe('Of mails: who gets them; left out: those that it has'),
    enabled: z.boolean().default(true),
    kinds: z
      .array(kind)
      .max(notificationKinds.length)
      .default([...notificationKinds]),
  })
  .meta({ id: 'NotificationChannelSettings' });

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
    status: z
      .int()
      .nullable()
      .describe('HTTP status of the last answer, of mails the reply code of SMTP; null: there was none'),
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

export const notice = z
  .strictObject({
    notice_id: z.uuid(),
    kind,
    subject: z.strictObject({ kind: z.string(), id: z.string() }),
    text: z.string(),
    path: z.string().describe('Of the page that shows it, from the root of the console'),
    created_at: timestamp,
    read_at: timestamp.nullable().describe('When you marked it as read; null: not yet'),
  })
  .meta({ id: 'Notice' });
export const noticePage = pageOf(notice)
  .extend({ unread: z.int().nonnegative().describe('Of all that you were told, not of this page') })
  .meta({ id: 'NoticePage' });
export const noticesQuery = z.strictObject(pageQuery);

export const readBody = z
  .union([
    z.strictObject({ notice_ids: z.array(z.uuid()).min(1).max(100) }),
    z.strictObject({
      until: timestamp.describe('Everything told until then, such as `created_at` of the newest seen'),
    }),
  ])
  .meta({ id: 'MarkRead' });
export const noticesRead = z.strictObject({ unread: z.int().nonnegative() }).meta({ id: 'NoticesRead' });
