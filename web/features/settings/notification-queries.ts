import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';

export type Channel = Schemas['NotificationChannel'];
export type ChannelName = Schemas['NotificationChannelName'];
export type Kind = Schemas['NotificationKind'];
export type ChannelBody = Schemas['NotificationChannelSettings'];

export const notificationsQuery = () =>
  queryOptions({
    queryKey: ['notifications'],
    queryFn: () => answerOf(api.GET('/api/v1/notifications')),
  });

const kinds: Readonly<Record<Kind, string>> = {
  'repair.waiting': 'A repair waits for a decision',
  'repair.reminder': 'A repair still waits',
  'repair.applied': 'A repair was applied',
  'drift.manual': 'Drift needs a person',
  'connection.failing': 'A source cannot be read',
};
export const kindWord = (kind: Kind): string => kinds[kind];

interface ChannelWords {
  readonly title: string;
  readonly says: string;
  /** Before where it goes. */
  readonly verb: string;
}

const channels: Readonly<Record<ChannelName, ChannelWords>> = {
  slack: { title: 'Slack', says: 'An incoming webhook of your workspace.', verb: 'Posts to' },
  webhook: { title: 'Webhook', says: 'An https address that takes JSON.', verb: 'Posts to' },
  email: { title: 'E-mail', says: 'Mails to people whom you list.', verb: 'Mails people at' },
};
export const channelNames = Object.keys(channels) as readonly ChannelName[];
export const channelWords = (channel: ChannelName) => channels[channel];
