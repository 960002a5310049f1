import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';

export type Channel = Schemas['NotificationChannel'];
export type ChannelName = Schemas['NotificationChannelName'];
export type Kind = Schemas['NotificationKind'];

export const notificationsQuery = () =>
  queryOptions({
    queryKey: ['notifications'],
    queryFn: () => answerOf(api.GET('/api/v1/notifications')),
  });

const kinds: Readonly<Record<Kind, string>> = {
  'repair.waiting': 'A repair waits for a decision',
  'repair.reminder': 'A repair still waits',
  'repair.applied': 'A repair was applied',
  'connection.failing': 'A source cannot be read',
};
export const kindWord = (kind: Kind): string => kinds[kind];

const channels: Readonly<Record<ChannelName, { readonly title: string; readonly says: string }>> = {
  slack: { title: 'Slack', says: 'An incoming webhook of your workspace.' },
  webhook: { title: 'Webhook', says: 'An https address that takes JSON.' },
};
export const channelNames = Object.keys(channels) as readonly ChannelName[];
export const channelWords = (channel: ChannelName) => channels[channel];
