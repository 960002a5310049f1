import type { z } from 'zod';
import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import {
  channelContext,
  findChannel,
  removeChannel,
  saveChannel,
} from '../../../platform/database/repositories/notifications.ts';
import type { ChannelRow, PostedChannel } from '../../../platform/database/repositories/notifications.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { channelBody, channelParams, notificationChannel } from '../../contract/notifications.ts';
import type { Deps } from '../../deps.ts';
import { endpoint } from '../../endpoint.ts';
import { refuseWithoutMail } from './needs-mail.ts';
import { channelView } from './notification-view.ts';

export const putChannel = endpoint({
  id: 'setNotificationChannel',
  method: 'put',
  path: '/notifications/:channel',
  tag: 'notifications',
  summary: 'Set up a channel, or change what it is told of',
  description:
    'Slack: the address of an incoming webhook. Webhook: any address that takes JSON by POST. Neither address nor secret is shown again. Messages go to public https addresses alone. E-mail: who is mailed; 409 where the installation has no mail server.',
  role: 'admin',
  params: channelParams,
  body: channelBody,
  replies: { 200: notificationChannel },
  handle: async ({ params: { channel }, body, caller, transaction, note }, deps) => {
    const before = await findChannel(transaction, channel);
    const target =
      channel === 'email'
        ? mailTarget(deps, body, before)
        : await postTarget(transaction, deps, { channel, body, before });
    const row = await saveChannel(transaction, {
      channel,
      enabled: body.enabled,
      kinds: [...new Set(body.kinds)],
      ...target,
      updated_by: caller.userId,
    });
    note({
      subject: { kind: 'channel', id: channel },
      ...(before === undefined ? {} : { before: channelView(before, caller.role) }),
      after: channelView(row, caller.role),
    });
    return { status: 200, body: channelView(row, caller.role) };
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

type Body = z.output<typeof channelBody>;
type Target = Pick<ChannelRow, 'host' | 'signed' | 'sealed' | 'addresses'>;

const mailTarget = (deps: Pick<Deps, 'config'>, body: Body, before: ChannelRow | undefined): Target => {
  refuseWithoutMail(deps);
  if (body.url !== undefined) throw refused('/url', 'Mails have no address on the web; leave it out');
  if (body.secret != null) throw refused('/secret', 'Mails take no signature; leave the secret out');
  const addresses = [...new Set(body.addresses ?? before?.addresses)];
  if (addresses.length === 0)
    throw refused('/addresses', 'The channel email is not set up: list who is mailed');
  const domains = new Set(addresses.map((address) => address.slice(address.lastIndexOf('@') + 1)));
  return { host: [...domains].join(', '), signed: false, sealed: null, addresses };
};

interface Posted {
  readonly channel: PostedChannel;
  readonly body: Body;
  readonly before: ChannelRow | undefined;
}

const postTarget = async (
  transaction: TenantTransaction,
  { secrets }: Pick<Deps, 'secrets'>,
  { channel, body, before }: Posted,
): Promise<Target> => {
  if (channel === 'slack' && typeof body.secret === 'string')
    throw refused('/secret', 'Slack takes no signature; leave the secret out');
  if (body.addresses !== undefined) throw refused('/addresses', 'Addresses are for the channel email alone');
  const context = channelContext(channel);
  const former: Readonly<Record<string, Json>> =
    before?.sealed == null ? {} : await secrets.openJson(transaction, context, before.sealed);
  const url = body.url ?? former['url'];
  if (typeof url !== 'string')
    throw refused('/url', `The channel ${channel} is not set up: give its address`);
  const secret = body.secret === undefined ? (former['secret'] ?? null) : body.secret;
  return {
    host: new URL(url).host,
    signed: secret !== null,
    sealed: await secrets.sealJson(transaction, context, { url, secret }),
    addresses: [],
  };
};

const refused = (pointer: string, message: string): Fault =>
  new Fault('validation_failed', message, { errors: [{ pointer, code: 'invalid', message }] });
