import { notificationKinds } from '../../../domain/notifications.ts';
import { listChannels } from '../../../platform/database/repositories/notifications.ts';
import { notifications } from '../../contract/notifications.ts';
import { endpoint } from '../../endpoint.ts';
import { channelView } from './notification-view.ts';

export const getNotifications = endpoint({
  id: 'getNotifications',
  method: 'get',
  path: '/notifications',
  tag: 'notifications',
  summary: 'Where people are told outside the console, and of what',
  role: 'viewer',
  replies: { 200: notifications },
  handle: async ({ caller, transaction }, { config }) => {
    const channels = (await listChannels(transaction)).map((row) => channelView(row, caller.role));
    const mail = config.SMTP_URL !== undefined;
    return { status: 200, body: { kinds: notificationKinds.slice(), channels, mail } };
  },
});
