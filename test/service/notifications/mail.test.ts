import { randomUUID } from 'node:crypto';
import { aboutFailure } from '../../../domain/notifications.ts';
import { notify } from '../../../platform/database/repositories/notifications.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import type { ReceivedMail } from '../../support/mail-server.ts';
import { startTestApi } from '../../support/test-api.ts';
import { until } from '../../support/test-platform.ts';
import { NotificationBench } from './notification-bench.ts';

const replies: Readonly<Record<string, number[]>> = {
  'busy@people.example': [451],
  'nobody@people.example': [550, 550],
};

let it: NotificationBench;

beforeAll(async () => {
  it = await NotificationBench.open(replies);
});

afterAll(async () => {
  await it.close();
});

const mailTo = async (address: string): Promise<ReceivedMail> => {
  await until('the mail comes', () => it.mails.mails.some(({ to }) => to.includes(address)));
  return it.mails.mails.find(({ to }) => to.includes(address))!;
};

test('people whom an admin lists are mailed; what the mail server refuses for now is tried again, for good is told', async () => {
  for (const body of [
    {},
    { addresses: ['no address'] },
    { addresses: ['a@b.example'], url: it.receiver.url },
  ])
    expect((await it.ask('PUT', '/email', body)).status).toBe(422);
  expect((await it.ask('PUT', '/webhook', { url: it.receiver.url, addresses: ['a@b.example'] })).status).toBe(
    422,
  );
  const set = await it.ask('PUT', '/email', { addresses: ['Ann@People.example', 'busy@people.example'] });
  expect(set.json).toMatchObject({
    host: 'people.example',
    signed: false,
    addresses: ['ann@people.example', 'busy@people.example'],
  });
  expect((await it.ask('GET', '')).json).toMatchObject({ mail: true });

  const sent = await it.tested('email');
  expect(sent).toMatchObject({ state: 'delivered', status: 250 });
  const mail = await mailTo('ann@people.example');
  expect(mail).toMatchObject({
    from: 'autonomos@installation.example',
    subject: 'This channel works',
    messageId: `<${String(sent['delivery_id'])}@installation.example>`,
  });
  expect(mail.text).toContain('Open in AutonomOS: https://console.example/settings');

  await it.ask('PUT', '/email', { addresses: ['busy@people.example'] });
  replies['busy@people.example']!.push(451);
  expect(await it.tested('email')).toMatchObject({ state: 'delivered', attempts: 2, status: 250 });
  await it.ask('PUT', '/email', { addresses: ['nobody@people.example'] });
  expect(await it.tested('email')).toMatchObject({ state: 'failed', attempts: 1, status: 550 });
  await it.ask('PUT', '/email', { addresses: ['nobody@people.example', 'ben@people.example'] });
  expect(await it.tested('email')).toMatchObject({
    state: 'delivered',
    error: 'not taken for nobody@people.example',
  });

  await it.ask('PUT', '/email', { addresses: ['ann@people.example'], kinds: ['connection.failing'] });
  await withTenant(it.platform.app, it.platform.tenantId, (transaction) =>
    notify(
      transaction,
      aboutFailure({ connection_id: randomUUID(), name: 'A line\nbreak' }, 'gone', Date.now()),
    ),
  );
  await until('the notification is mailed', () =>
    it.mails.mails.some(({ subject }) => subject === 'A line break cannot be read: gone'),
  );
});

test('an invitation is mailed by the same server, once, with its link', async () => {
  const { json } = await it.api.ask('POST', '/api/v1/auth/invites', {
    token: it.token,
    body: { email: 'invited@people.example', role: 'viewer' },
  });
  const mail = await mailTo('invited@people.example');
  expect(mail.text).toContain(String(json?.['link']));
});

test('without a mail server no mails can be set up, and it is said why', async () => {
  const bare = await startTestApi({ database: it.platform.database, environment: it.platform.environment });
  try {
    const reply = await bare.ask('PUT', '/api/v1/notifications/email', {
      token: it.token,
      body: { addresses: ['a@b.example'] },
    });
    expect([reply.status, reply.text]).toEqual([409, expect.stringMatching(/SMTP_URL/) as string]);
    const { json } = await bare.ask('GET', '/api/v1/notifications', { token: it.token });
    expect(json).toMatchObject({ mail: false });
  } finally {
    await bare.close();
  }
});
