import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { aboutFailure } from '../../../domain/notifications.ts';
import { up } from '../../../migrations/0019-told-of-tickets.ts';
import { notify } from '../../../platform/database/repositories/notifications.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import type { ReceivedMessage } from '../../support/message-receiver.ts';
import { until } from '../../support/test-platform.ts';
import { newMember, newTenant } from '../../support/test-users.ts';
import { RepairBench } from '../repair/repair-bench.ts';
import { isPending, NotificationBench } from './notification-bench.ts';
import type { Row } from './notification-bench.ts';

let it: NotificationBench;

beforeAll(async () => {
  it = await NotificationBench.open();
});

afterAll(async () => {
  await it.close();
});

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const signatureOf = ({ headers, text }: ReceivedMessage): string => {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};

test('a channel is set up by an admin, changed without its secrets, which nobody reads again, and forgotten', async () => {
  expect((await it.ask('GET', '')).json).toMatchObject({ channels: [] });
  expect((await it.ask('PUT', '/webhook', { enabled: true })).json?.['errors']).toMatchObject([
    { pointer: '/url' },
  ]);
  for (const [channel, body] of [
    ['slack', { url: `${it.receiver.url}/x`, secret }],
    ['webhook', { url: 'ftp://example.com/' }],
    ['webhook', { url: `${it.receiver.url}/x`, secret: 'whsec_short' }],
    ['webhook', { url: `${it.receiver.url}/x`, kinds: ['everything'] }],
  ] as const)
    expect((await it.ask('PUT', `/${channel}`, body)).status).toBe(422);
  const set = await it.ask('PUT', '/webhook', { url: `${it.receiver.url}/T0/very-secret`, secret });
  expect([set.status, set.json]).toEqual([
    200,
    expect.objectContaining({ channel: 'webhook', enabled: true, host: it.receiver.address, signed: true }),
  ]);
  const changed = await it.ask('PUT', '/webhook', { enabled: false, kinds: ['repair.applied'] });
  expect(changed.json).toMatchObject({ enabled: false, kinds: ['repair.applied'], signed: true });
  const shown = [set, changed, await it.ask('GET', '')].map(({ text }) => text).join('');
  expect(shown).not.toMatch(/very-secret|whsec_/);

  const stranger = await newTenant(it.api);
  const viewer = await newMember(it.api, stranger, 'viewer');
  expect((await it.ask('GET', '', undefined, stranger.token)).json).toMatchObject({ channels: [] });
  expect((await it.ask('PUT', '/webhook', { url: it.receiver.url }, viewer.token)).status).toBe(403);
  expect((await it.ask('POST', '/webhook/test', undefined, stranger.token)).status).toBe(404);
  expect((await it.ask('DELETE', '/webhook')).status).toBe(204);
  expect((await it.ask('DELETE', '/webhook')).status).toBe(404);
});

test('who was told of everything is told of tickets left to people, too, once these are; others choose', async () => {
  const all = ['repair.waiting', 'repair.reminder', 'repair.applied', 'connection.failing'];
  await it.ask('PUT', '/webhook', { url: `${it.receiver.url}/all`, kinds: all });
  await it.ask('PUT', '/slack', { url: `${it.receiver.url}/some`, kinds: ['repair.waiting'] });
  const pool = new pg.Pool({ connectionString: it.platform.database.url, options: '-c role=au_owner' });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await up(db);
  await up(db);
  await db.destroy();
  const { channels } = (await it.ask('GET', '')).json as { channels: { channel: string; kinds: string[] }[] };
  expect(new Map(channels.map(({ channel, kinds }) => [channel, kinds]))).toEqual(
    new Map([
      ['webhook', [...all, 'drift.manual']],
      ['slack', ['repair.waiting']],
    ]),
  );
  for (const channel of ['webhook', 'slack']) await it.ask('DELETE', `/${channel}`);
});

test('a message is signed, tried again where that may help, and never leaves for where it must not', async () => {
  await it.ask('PUT', '/webhook', { url: `${it.receiver.url}/fine`, secret });
  const fine = await it.tested('webhook');
  expect(fine).toMatchObject({ state: 'delivered', kind: 'test', attempts: 1, status: 200, error: null });
  const message = await it.received(({ path }) => path === '/fine');
  expect(message.headers['webhook-id']).toBe(fine['delivery_id']);
  expect(message.headers['webhook-signature']).toBe(signatureOf(message));
  expect(message.json).toMatchObject({ type: 'test', url: 'https://console.example/settings' });

  await it.ask('PUT', '/webhook', { url: `${it.receiver.url}/shaky` });
  expect(await it.tested('webhook')).toMatchObject({ state: 'delivered', attempts: 2, status: 200 });
  const ids = it.receiver.messages
    .filter(({ path }) => path === '/shaky')
    .map(({ headers }) => headers['webhook-id']);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);

  await it.ask('PUT', '/webhook', { url: `${it.receiver.url}/gone` });
  expect(await it.tested('webhook')).toMatchObject({ state: 'failed', attempts: 1, status: 410 });
  await it.ask('PUT', '/webhook', { url: 'http://169.254.169.254/latest/meta-data/very-secret' });
  const refused = await it.tested('webhook');
  expect(refused).toMatchObject({ state: 'failed', attempts: 1, status: null });
  expect(refused['error']).toMatch(/169\.254\.169\.254/);
  expect(refused['error']).not.toMatch(/very-secret/);
  // What was tried to its end leaves the outbox a moment after its log says so.
  await until('nothing is left to send', async () => {
    const { rows } = await it.platform.database.admin.query(`select from au.outbox where kind = 'notify'`);
    return rows.length === 0;
  });
});

test('people are told that a repair waits, still waits and is applied, and that a source cannot be read, once each', async () => {
  await it.ask('PUT', '/webhook', { url: `${it.receiver.url}/hook`, secret: null });
  await it.ask('PUT', '/slack', {
    url: `${it.receiver.url}/slack`,
    kinds: ['repair.waiting', 'connection.failing'],
  });
  const bench = await RepairBench.on(it.platform);
  try {
    await bench.table('firms', 60);
    await bench.ingest();
    await bench.alter('firms', 'rename column sector to industry_sector');
    await bench.ingest();
    const { repair } = await bench.settled('firms', ['waiting']);
    const told = (kind: string) =>
      it.received(
        ({ path, json }) =>
          path === '/hook' && json['type'] === kind && subjectOf(json) === repair!.repair_id,
      );
    const waiting = await told('repair.waiting');
    expect(waiting.headers['webhook-signature']).toBeUndefined();
    expect(waiting.json).toMatchObject({
      tenant_id: it.platform.tenantId,
      subject: { kind: 'repair', id: repair!.repair_id },
      url: `https://console.example/approvals/${repair!.repair_id}`,
    });
    const slack = await it.received(({ path }) => path === '/slack');
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
    const left = await it.received(({ json }) => json['type'] === 'drift.manual');
    expect(left.json).toMatchObject({
      subject: { kind: 'drift_event', id: ticket.drift_event_id },
      text: 'Drift of firms (removed) needs a person: what was found for it is too doubtful',
      url: `https://console.example/monitor/tickets/${ticket.drift_event_id}`,
    });

    await it.platform.database.admin.query(
      `update au.connections set config = config || '{"user": "nobody_of_this_name"}' where connection_id = $1`,
      [bench.connectionId],
    );
    await bench.ingest();
    await bench.ingest();
    const failing = await it.received(({ json }) => json['type'] === 'connection.failing');
    expect(failing.json).toMatchObject({ url: `https://console.example/connections/${bench.connectionId}` });
    await until('the log is done', async () => !(await it.deliveries()).some(isPending));
    const counts = await it.platform.database.admin.query(
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
    withTenant(it.platform.app, it.platform.tenantId, (transaction) =>
      notify(transaction, aboutFailure({ connection_id: randomUUID(), name }, null, Date.now())),
    );
  await it.ask('DELETE', '/webhook');
  await it.ask('PUT', '/slack', { url: `${it.receiver.url}/own`, enabled: false });
  await tell('Silent');
  await it.ask('DELETE', '/slack');
  await tell('Told');
  const message = await it.received(({ path }) => path === '/installation');
  expect(message.json['text']).toMatch(/^Told cannot be read\n<https:\/\/console.example\/connections\//);
  expect(it.receiver.messages.filter(({ text }) => text.includes('Silent'))).toEqual([]);
  expect(await it.deliveries((await newTenant(it.api)).token)).toEqual([]);
});

const subjectOf = (json: ReceivedMessage['json']): unknown => (json['subject'] as Row | undefined)?.['id'];

const inbox = async (as = it.token): Promise<{ readonly unread: number; readonly data: readonly Row[] }> => {
  const { json } = await it.ask('GET', '/inbox?limit=200', undefined, as);
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

  const { rows } = await it.platform.database.admin.query<{ user_id: string }>(
    'select user_id from au.users where tenant_id = $1',
    [it.platform.tenantId],
  );
  const [first] = data;
  const one = await it.ask('POST', '/inbox/read', { notice_ids: [first!['notice_id']] });
  expect([one.status, one.json]).toEqual([200, { unread: unread - 1 }]);
  expect((await inbox()).data[0]).toMatchObject({
    notice_id: first!['notice_id'],
    read_at: expect.any(String) as string,
  });
  expect((await it.ask('POST', '/inbox/read', { until: data[1]!['created_at'] })).json).toEqual({
    unread: 0,
  });
  expect((await it.ask('POST', '/inbox/read', {})).status).toBe(422);
  const read = await it.platform.database.admin.query('select distinct user_id from au.notice_reads');
  expect(read.rows).toEqual(rows);

  await it.platform.database.admin.query(
    `insert into au.notices (tenant_id, notice_id, kind, subject_kind, subject_id, text, path, once, created_at)
     select tenant_id, gen_random_uuid(), kind, subject_kind, subject_id, 'before', path, 'old', '2020-01-01' from au.notices limit 1`,
  );
  const all = await inbox();
  const { text, read_at } = all.data.at(-1)!;
  expect([all.unread, text, typeof read_at]).toEqual([0, 'before', 'string']);

  const stranger = await newTenant(it.api);
  expect(await inbox(stranger.token)).toMatchObject({ unread: 0, data: [] });
  const elsewhere = await it.ask(
    'POST',
    '/inbox/read',
    { notice_ids: [first!['notice_id']] },
    stranger.token,
  );
  expect(elsewhere.status).toBe(404);
  const reads = await it.platform.database.admin.query('select from au.notice_reads where tenant_id = $1', [
    stranger.tenantId,
  ]);
  expect(reads.rows).toHaveLength(0);
});
