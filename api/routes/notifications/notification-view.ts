import type { z } from 'zod';
import type { ListedNotice } from '../../../platform/database/repositories/notices.ts';
import type { ChannelRow, DeliveryRow } from '../../../platform/database/repositories/notifications.ts';
import type { delivery, notice, notificationChannel } from '../../contract/notifications.ts';
import type { Role } from '../../contract/role.ts';

/** A channel as the API shows it: of its secrets only whether there is one, and of mails to admins who gets them. */
export const channelView = (row: ChannelRow, role: Role): z.input<typeof notificationChannel> => ({
  channel: row.channel,
  enabled: row.enabled,
  kinds: [...row.kinds],
  host: row.host,
  addresses: role === 'admin' ? [...row.addresses] : [],
  signed: row.signed,
  updated_by: row.updated_by,
  updated_at: row.updated_at.toISOString(),
});

export const deliveryView = (row: DeliveryRow): z.input<typeof delivery> => ({
  delivery_id: row.delivery_id,
  channel: row.channel,
  kind: row.kind,
  subject: { kind: row.subject_kind, id: row.subject_id },
  text: row.text,
  path: row.path,
  state: row.state,
  attempts: row.attempts,
  status: row.status,
  error: row.error,
  created_at: row.created_at.toISOString(),
  ended_at: row.ended_at?.toISOString() ?? null,
});

/** A notice as its reader sees it. */
export const noticeView = (row: ListedNotice): z.input<typeof notice> => ({
  notice_id: row.notice_id,
  kind: row.kind,
  subject: { kind: row.subject_kind, id: row.subject_id },
  text: row.text,
  path: row.path,
  created_at: row.created_at.toISOString(),
  read_at: row.read_at?.toISOString() ?? null,
});
