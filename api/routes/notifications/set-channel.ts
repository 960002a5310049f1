import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import {
  channelContext,
  findChannel,
  removeChannel,
  saveChannel,
} from '../../../platform/database/repositories/notifications.ts';
import type { ChannelRow } from '../../../platform/database/repositories/notifications.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { channelBody, channelParams, notificationChannel } from '../../contract/notifications.ts';
import type { Deps } from '../../deps.ts';
import { endpoint } from '../../endpoint.ts';
import { channelView } from './notification-view.ts';

export const putChannel = endpoint({
  id: 'setNotificationChannel',
  method: 'put',
  path: '/notifications/:channel',
  tag: 'notifications',
  summary: 'Set up a channel, or change what it is told of',
  description:
    'Slack: the address of an incoming webhook. Webhook: any address that takes JSON by POST. Neither address nor secret is shown again. Messages go to public https addresses alone.',
  role: 'admin',
  params: channelParams,
  body: channelBody,
  replies: { 200: notificationChannel },
  handle: async ({ params: { channel }, body, caller, transaction, note }, deps) => {
    const before = await findChannel(transaction, channel);
    if (channel === 'slack' && typeof body.secret === 'string')
      throw refused('/secret', 'Slack takes no signature; leave the secret out');
    const former = before === undefined ? {} : await opened(transaction, deps, before);
    const url = body.url ?? former['url'];
    if (typeof url !== 'string')
      throw refused('/url', `The channel ${channel} is not set up: give its address`);
    const secret = body.secret === undefined ? (former['secret'] ?? null) : body.secret;
    const row = await saveChannel(transaction, {
      channel,
      enabled: body.enabled,
      kinds: [...new Set(body.kinds)],
      host: new URL(url).host,
      signed: secret !== null,
      sealed: await deps.secrets.sealJson(transaction, channelContext(channel), { url, secret }),
      updated_by: caller.userId,
    });
    note({
      subject: { kind: 'channel', id: channel },
      ...(before === undefined ? {} : { before: channelView(before) }),
      after: channelView(row),
    });
    return { status: 200, body: channelView(row) };
  },
});

export const deleteChannel = endpoint({
  id: 'removeNotificationChannel',
  method: 'delete',
  path: '/notifications/:channel',
  tag: 'notifications',
  summary: 'Forget a channel with its address and secret',
  role: 'admin',
  params: channelParams,
  replies: { 204: null },
  handle: async ({ params: { channel }, transaction, note }) => {
    note({ subject: { kind: 'channel', id: channel } });
    if (!(await removeChannel(transaction, channel)))
      throw new Fault('not_found', `The channel ${channel} is not set up`);
    return { status: 204 };
  },
});

const refused = (pointer: string, message: string): Fault =>
  new Fault('validation_failed', message, { errors: [{ pointer, code: 'invalid', message }] });

const opened = (
  transaction: TenantTransaction,
  { secrets }: Pick<Deps, 'secrets'>,
  { channel, sealed }: ChannelRow,
): Promise<Readonly<Record<string, Json>>> => secrets.openJson(transaction, channelContext(channel), sealed);
