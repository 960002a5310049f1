import { randomUUID } from 'node:crypto';
import { Fault } from '../../../domain/faults.ts';
import { findChannel, sendOver } from '../../../platform/database/repositories/notifications.ts';
import { channelParams, channelTested } from '../../contract/notifications.ts';
import { endpoint } from '../../endpoint.ts';
import { refuseWithoutMail } from './needs-mail.ts';

export const postChannelTest = endpoint({
  id: 'testNotificationChannel',
  method: 'post',
  path: '/notifications/:channel/test',
  tag: 'notifications',
  summary: 'Send a message over a channel, also one that is switched off',
  description:
    'It goes the way of all messages: what was answered stands in `GET /notifications/deliveries`.',
  role: 'admin',
  params: channelParams,
  replies: { 202: channelTested },
  handle: async ({ params: { channel }, transaction, note }, deps) => {
    note({ subject: { kind: 'channel', id: channel } });
    if (channel === 'email') refuseWithoutMail(deps);
    if ((await findChannel(transaction, channel)) === undefined)
      throw new Fault('not_found', `The channel ${channel} is not set up`);
    const deliveryId = await sendOver(transaction, channel, {
      kind: 'test',
      subject: { kind: 'channel', id: channel },
      text: 'This channel works',
      path: '/settings',
      once: `test ${randomUUID()}`,
    });
    if (deliveryId === undefined) throw new Fault('conflict', 'This very test was sent before');
    return {
      status: 202,
      headers: { Location: '/api/v1/notifications/deliveries' },
      body: { delivery_id: deliveryId },
    };
  },
});
