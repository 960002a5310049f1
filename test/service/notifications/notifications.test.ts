import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { aboutFailure } from '../../../domain/notifications.ts';
import { up } from '../../../migrations/0019-told-of-tickets.ts';
import { notify } from '../../../platform/database/repositories/notifications.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { startMailServer } from '../../support/mail-server.ts';
import type { MailServer, ReceivedMail } from '../../support/mail-server.ts';
import { startMessageReceiver } from '../../support/message-receiver.ts';
import type { MessageReceiver, ReceivedMessage } from '../../support/message-receiver.ts';
import { adminToken } from '../../support/api-process.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { Reply, TestApi } from '../../support/test-api.ts';
import { TestPlatform, until } from '../../support/test-platform.ts';
import { newMember, newTenant } from '../../support/test-users.ts';
import { RepairBench, repairEnvironment } from '../repair/repair-bench.ts';

/** How the receiver answers by path: what it is asked for the first time, and from then on. */
const answers: Readonly<Record<string, readonly [first: number, then: number]>> = {
  '/shaky': [503, 200],
  '/gone': [410, 410],
};

/** What the mail server replies to a recipient, time by time; then 250. */
const replies: Readonly<Record<string, number[]>> = {
  'busy@people.example': [451],
  'nobody@people.example': [550, 550],
};

let platform: TestPlatform;
let receiver: MessageReceiver;
let mails: MailServer;
let api: TestApi;
let token: string;

beforeAll(async () => {
  platform = await TestPlatform.start();
  const asked = new Set<string>();
  receiver = await startMessageReceiver(({ path }) => {
    const [first, then] = answers[path] ?? [200, 200];
    const answer = asked.has(path) ? then : first;
    asked.add(path);
    return answer;
  });
  mails = await startMailServer((address) => replies[address]?.shift() ?? 250);
  const egress = repairEnvironment()['EGRESS_ALLOW'] ?? '';
  const environment = {
    ...platform.environment,
    PUBLIC_URL: 'https://console.example',
    RATE_WRITES_PER_MINUTE: '1000',
    SMTP_URL: mails.url,
    MAIL_FROM: 'autonomos@installation.example',
  };
  await platform.startWorker({
    ...repairEnvironment({
      EGRESS_ALLOW: `${egress},${receiver.address}`,
      DRIFT_REPAIR_REMIND_EVERY_SECONDS: '3',
      SLACK_WEBHOOK_URL: `${receiver.url}/installation`,
    }),
    PUBLIC_URL: environment.PUBLIC_URL,
    SMTP_URL: environment.SMTP_URL,
    MAIL_FROM: environment.MAIL_FROM,
  });
  api = await startTestApi({ database: platform.database, environment });
  token = await adminToken(platform);
});

afterAll(async () => {
  await api.close();
  await platform.stop();
  await receiver.close();
  await mails.close();
});

const ask = (method: string, path: string, body?: unknown, as = token): Promise<Reply> =>
  api.ask(method, `/api/v1/notifications${path}`, {
    token: as,
    ...(body === undefined ? {} : { body }),
  });

type Row = Readonly<Record<string, unknown>>;

const deliveries = async (as = token): Promise<readonly Row[]> =>
  ((await ask('GET', '/deliveries', undefined, as)).json?.['data'] ?? []) as Row[];

/** Sends over a channel; answers its row in the log once that is no longer pending. */
const tested = async (channel: string): Promise<Row> => {
  const { status, json } = await ask('POST', `/${channel}/test`);
  expect(status).toBe(202);
  let row: Row | undefined;
  await until(
    'the message was tried',
    async () => {
      row = (await deliveries()).find(({ delivery_id }) => delivery_id === json?.['delivery_id']);
      return row !== undefined && !pending(row);
    },
    () => JSON.stringify(row),
  );
  return row!;
};
const pending = ({ state }: Row): boolean => state === 'pending';

const received = async (which: (message: ReceivedMessage) => boolean): Promise<ReceivedMessage> => {
  await until('the message comes', () => receiver.messages.some(which));
  return receiver.messages.find(which)!;
};

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const signatureOf = ({ headers, text }: ReceivedMessage): string => {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};

test('a channel is set up by an admin, changed without its secrets, which nobody reads again, and forgotten', async () => {
  expect((await ask('GET', '')).json).toMatchObject({ channels: [] });
  expect((await ask('PUT', '/webhook', { enabled: true })).json?.['errors']).toMatchObject([
    { pointer: '/url' },
  ]);
  for (const [channel, body] of [
    ['slack', { url: `${receiver.url}/x`, secret }],
    ['webhook', { url: 'ftp://example.com/' }],
    ['webhook', { url: `${receiver.url}/x`, secret: 'whsec_short' }],
    ['webhook', { url: `${receiver.url}/x`, kinds: ['everything'] }],
  ] as const)
    expect((await ask('PUT', `/${channel}`, body)).status).toBe(422);
  const set = await ask('PUT', '/webhook', { url: `${receiver.url}/T0/very-secret`, secret });
  expect([set.status, set.json]).toEqual([
    200,
    expect.objectContaining({ channel: 'webhook', enabled: true, host: receiver.address, signed: true }),
  ]);
  const changed = await ask('PUT', '/webhook', { enabled: false, kinds: ['repair.applied'] });
  expect(changed.json).toMatchObject({ enabled: false, kinds: ['repair.applied'], signed: true });
  const shown = [set, changed, await ask('GET', '')].map(({ text }) => text).join('');
  expect(shown).not.toMatch(/very-secret|whsec_/);

  const stranger = await newTenant(api);
  const viewer = await newMember(api, stranger, 'viewer');
  expect((await ask('GET', '', undefined, stranger.token)).json).toMatchObject({ channels: [] });
  expect((await ask('PUT', '/webhook', { url: receiver.url }, viewer.token)).status).toBe(403);
  expect((await ask('POST', '/webhook/test', undefined, stranger.token)).status).toBe(404);
  expect((await ask('DELETE', '/webhook')).status).toBe(204);
  expect((await ask('DELETE', '/webhook')).status).toBe(404);
});

test('who was told of everything is told of tickets left to people, too, once these are; others choose', async () => {
  const all = ['repair.waiting', 'repair.reminder', 'repair.applied', 'connection.failing'];
  await ask('PUT', '/webhook', { url: `${receiver.url}/all`, kinds: all });
  await ask('PUT', '/slack', { url: `${receiver.url}/some`, kinds: ['repair.waiting'] });
  const pool = new pg.Pool({ connectionString: platform.database.url, options: '-c role=au_owner' });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await up(db);
  await up(db);
  await db.destroy();
  const { channels } = (await ask('GET', '')).json as { channels: { channel: string; kinds: string[] }[] };
  expect(new Map(channels.map(({ channel, kinds }) => [channel, kinds]))).toEqual(
    new Map([
      ['webhook', [...all, 'drift.manual']],
      ['slack', ['repair.waiting']],
    ]),
  );
  for (const channel of ['webhook', 'slack']) await ask('DELETE', `/${channel}`);
});

test('a message is signed, tried again where that may help, and never leaves for where it must not', async () => {
  await ask('PUT', '/webhook', { url: `${receiver.url}/fine`, secret });
  const fine = await tested('webhook');
  expect(fine).toMatchObject({ state: 'delivered', kind: 'test', attempts: 1, status: 200, error: null });
  const message = await received(({ path }) => path === '/fine');
  expect(message.headers['webhook-id']).toBe(fine['delivery_id']);
  expect(message.headers['webhook-signature']).toBe(signatureOf(message));
  expect(message.json).toMatchObject({ type: 'test', url: 'https://console.example/settings' });

  await ask('PUT', '/webhook', { url: `${receiver.url}/shaky` });
  expect(await tested('webhook')).toMatchObject({ state: 'delivered', attempts: 2, status: 200 });
  const ids = receiver.messages
    .filter(({ path }) => path === '/shaky')
    .map(({ headers }) => headers['webhook-id']);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);

  await ask('PUT', '/webhook', { url: `${receiver.url}/gone` });
  expect(await tested('webhook')).toMatchObject({ state: 'failed', attempts: 1, status: 410 });
  await ask('PUT', '/webhook', { url: 'http://169.254.169.254/latest/meta-data/very-secret' });
  const refused = await tested('webhook');
  expect(refused).toMatchObject({ state: 'failed', attempts: 1, status: null });
  expect(refused['error']).toMatch(/169\.254\.169\.254/);
  expect(refused['error']).not.toMatch(/very-secret/);
  const { rows } = await platform.database.admin.query(`select from au.outbox where kind = 'notify'`);
  expect(rows).toHaveLength(0);
});

test('people are told that a repair waits, still waits and is applied, and that a source cannot be read, once each', async () => {
  await ask('PUT', '/webhook', { url: `${receiver.url}/hook`, secret: null });
  await ask('PUT', '/slack', {
    url: `${receiver.url}/slack`,
    kinds: ['repair.waiting', 'connection.failing'],
  });
  const bench = await RepairBench.on(platform);
  try {
    await bench.table('firms', 60);
    await bench.ingest();
    await bench.alter('firms', 'rename column sector to industry_sector');
    await bench.ingest();
    const { repair } = await bench.settled('firms', ['waiting']);
    const told = (kind: string) =>
      received(
        ({ path, json }) =>
          path === '/hook' && json['type'] === kind && subjectOf(json) === repair!.repair_id,
      );
    const waiting = await told('repair.waiting');
    expect(waiting.headers['webhook-signature']).toBeUndefined();
    expect(waiting.json).toMatchObject({
      tenant_id: platform.tenantId,
      subject: { kind: 'repair', id: repair!.repair_id },
      url: `https://console.example/approvals/${repair!.repair_id}`,
    });
    const slack = await received(({ path }) => path === '/slack');
    expect(slack.json['text']).toBe(
      `A repair of firms (confidence ${repair!.confidence.toFixed(2)}) waits for a decision\n` +
        `<https://console.example/approvals/${repair!.repair_id}|Open in AutonomOS>`,
    );
    await told('repair.reminder');
    await bench.decide(repair!, 'approve');
    await bench.settled('firms', ['closed']);
    await told('repair.applied');

    await bench.alter('firms', 'drop column about');
    await bench.ingest();
    const { ticket } = await bench.settled('firms', ['manual']);
    const left = await received(({ json }) => json['type'] === 'drift.manual');
    expect(left.json).toMatchObject({
      subject: { kind: 'drift_event', id: ticket.drift_event_id },
      text: 'Drift of firms (removed) needs a person: what was found for it is too doubtful',
      url: `https://console.example/monitor/tickets/${ticket.drift_event_id}`,
    });

    await platform.database.admin.query(
      `update au.connections set config = config || '{"user": "nobody_of_this_name"}' where connection_id = $1`,
      [bench.connectionId],
    );
    await bench.ingest();
    await bench.ingest();
    const failing = await received(({ json }) => json['type'] === 'connection.failing');
    expect(failing.json).toMatchObject({ url: `https://console.example/connections/${bench.connectionId}` });
    await until('the log is done', async () => !(await deliveries()).some(pending));
    const counts = await platform.database.admin.query(
      `select channel, kind, count(*)::integer as times from au.notification_deliveries
       where kind in ('repair.waiting', 'repair.applied', 'drift.manual', 'connection.failing') group by 1, 2 order by 1, 2`,
    );
    expect(counts.rows).toEqual([
      { channel: 'slack', kind: 'connection.failing', times: 1 },
      { channel: 'slack', kind: 'repair.waiting', times: 1 },
      { channel: 'webhook', kind: 'connection.failing', times: 1 },
      { channel: 'webhook', kind: 'drift.manual', times: 1 },
      { channel: 'webhook', kind: 'repair.applied', times: 1 },
      { channel: 'webhook', kind: 'repair.waiting', times: 1 },
    ]);
  } finally {
    await bench.close();
  }
});

test('a tenant without a Slack channel is told over that of the installation, one that has switched its own off is not', async () => {
  const tell = (name: string): Promise<void> =>
    withTenant(platform.app, platform.tenantId, (transaction) =>
      notify(transaction, aboutFailure({ connection_id: randomUUID(), name }, null, Date.now())),
    );
  await ask('DELETE', '/webhook');
  await ask('PUT', '/slack', { url: `${receiver.url}/own`, enabled: false });
  await tell('Silent');
  await ask('DELETE', '/slack');
  await tell('Told');
  const message = await received(({ path }) => path === '/installation');
  expect(message.json['text']).toMatch(/^Told cannot be read\n<https:\/\/console.example\/connections\//);
  expect(receiver.messages.filter(({ text }) => text.includes('Silent'))).toEqual([]);
  expect(await deliveries((await newTenant(api)).token)).toEqual([]);
});

const subjectOf = (json: ReceivedMessage['json']): unknown => (json['subject'] as Row | undefined)?.['id'];

const inbox = async (as = token): Promise<{ readonly unread: number; readonly data: readonly Row[] }> => {
  const { json } = await ask('GET', '/inbox?limit=200', undefined, as);
  return json as unknown as { unread: number; data: Row[] };
};

test('the console keeps what people were told, and each of them has his own marks of what he has read', async () => {
  const { data, unread } = await inbox();
  const kinds = data.map(({ kind }) => kind);
  expect(kinds).toEqual(
    expect.arrayContaining(['repair.waiting', 'repair.reminder', 'repair.applied', 'drift.manual']),
  );
  // One for each thing told, whatever the channels: no more than one of what is told once.
  expect(kinds.filter((kind) => kind === 'drift.manual')).toHaveLength(1);
  expect(unread).toBe(data.length);
  expect(data.map(({ created_at }) => String(created_at))).toEqual(
    data
      .map(({ created_at }) => String(created_at))
      .sort()
      .reverse(),
  );

  const { rows } = await platform.database.admin.query<{ user_id: string }>(
    'select user_id from au.users where tenant_id = $1',
    [platform.tenantId],
  );
  const [first] = data;
  const one = await ask('POST', '/inbox/read', { notice_ids: [first!['notice_id']] });
  expect([one.status, one.json]).toEqual([200, { unread: unread - 1 }]);
  expect((await inbox()).data[0]).toMatchObject({
    notice_id: first!['notice_id'],
    read_at: expect.any(String) as string,
  });
  expect((await ask('POST', '/inbox/read', { until: data[1]!['created_at'] })).json).toEqual({ unread: 0 });
  expect((await ask('POST', '/inbox/read', {})).status).toBe(422);
  const read = await platform.database.admin.query('select distinct user_id from au.notice_reads');
  expect(read.rows).toEqual(rows);

  await platform.database.admin.query(
    `insert into au.notices (tenant_id, notice_id, kind, subject_kind, subject_id, text, path, once, created_at)
     select tenant_id, gen_random_uuid(), kind, subject_kind, subject_id, 'before', path, 'old', '2020-01-01' from au.notices limit 1`,
  );
  const all = await inbox();
  const { text, read_at } = all.data.at(-1)!;
  expect([all.unread, text, typeof read_at]).toEqual([0, 'before', 'string']);

  const stranger = await newTenant(api);
  expect(await inbox(stranger.token)).toMatchObject({ unread: 0, data: [] });
  const elsewhere = await ask('POST', '/inbox/read', { notice_ids: [first!['notice_id']] }, stranger.token);
  expect(elsewhere.status).toBe(404);
  const reads = await platform.database.admin.query('select from au.notice_reads where tenant_id = $1', [
    stranger.tenantId,
  ]);
  expect(reads.rows).toHaveLength(0);
});

const mailTo = async (address: string): Promise<ReceivedMail> => {
  await until('the mail comes', () => mails.mails.some(({ to }) => to.includes(address)));
  return mails.mails.find(({ to }) => to.includes(address))!;
};

test('people whom an admin lists are mailed; what the mail server refuses for now is tried again, for good is told', async () => {
  for (const body of [{}, { addresses: ['no address'] }, { addresses: ['a@b.example'], url: receiver.url }])
    expect((await ask('PUT', '/email', body)).status).toBe(422);
  expect((await ask('PUT', '/webhook', { url: receiver.url, addresses: ['a@b.example'] })).status).toBe(422);
  const set = await ask('PUT', '/email', { addresses: ['Ann@People.example', 'busy@people.example'] });
  expect(set.json).toMatchObject({
    host: 'people.example',
    signed: false,
    addresses: ['ann@people.example', 'busy@people.example'],
  });
  expect((await ask('GET', '')).json).toMatchObject({ mail: true });

  const sent = await tested('email');
  expect(sent).toMatchObject({ state: 'delivered', status: 250 });
  const mail = await mailTo('ann@people.example');
  expect(mail).toMatchObject({
    from: 'autonomos@installation.example',
    subject: 'This channel works',
    messageId: `<${String(sent['delivery_id'])}@installation.example>`,
  });
  expect(mail.text).toContain('Open in AutonomOS: https://console.example/settings');

  await ask('PUT', '/email', { addresses: ['busy@people.example'] });
  replies['busy@people.example']!.push(451);
  expect(await tested('email')).toMatchObject({ state: 'delivered', attempts: 2, status: 250 });
  await ask('PUT', '/email', { addresses: ['nobody@people.example'] });
  expect(await tested('email')).toMatchObject({ state: 'failed', attempts: 1, status: 550 });
  await ask('PUT', '/email', { addresses: ['nobody@people.example', 'ben@people.example'] });
  expect(await tested('email')).toMatchObject({
    state: 'delivered',
    error: 'not taken for nobody@people.example',
  });

  await ask('PUT', '/email', { addresses: ['ann@people.example'], kinds: ['connection.failing'] });
  await withTenant(platform.app, platform.tenantId, (transaction) =>
    notify(
      transaction,
      aboutFailure({ connection_id: randomUUID(), name: 'A line\nbreak' }, 'gone', Date.now()),
    ),
  );
  await until('the notification is mailed', () =>
    mails.mails.some(({ subject }) => subject === 'A line break cannot be read: gone'),
  );
});

test('an invitation is mailed by the same server, once, with its link', async () => {
  const { json } = await api.ask('POST', '/api/v1/auth/invites', {
    token,
    body: { email: 'invited@people.example', role: 'viewer' },
  });
  const mail = await mailTo('invited@people.example');
  expect(mail.text).toContain(String(json?.['link']));
});

test('without a mail server no mails can be set up, and it is said why', async () => {
  const bare = await startTestApi({ database: platform.database, environment: platform.environment });
  try {
    const reply = await bare.ask('PUT', '/api/v1/notifications/email', {
      token,
      body: { addresses: ['a@b.example'] },
    });
    expect([reply.status, reply.text]).toEqual([409, expect.stringMatching(/SMTP_URL/) as string]);
    const { json } = await bare.ask('GET', '/api/v1/notifications', { token });
    expect(json).toMatchObject({ mail: false });
  } finally {
    await bare.close();
  }
});
