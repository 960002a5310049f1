import { createHmac } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startMessageReceiver } from '../../support/message-receiver.ts';
import type { MessageReceiver, ReceivedMessage } from '../../support/message-receiver.ts';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { until } from '../../support/test-platform.ts';
import { newMember, newTenant } from '../../support/test-users.ts';

let installation: TestInstallation;
let receiver: MessageReceiver;
let answer = 200;
let connection: string;

beforeAll(async () => {
  receiver = await startMessageReceiver(() => answer);
  installation = await startInstallation({ EGRESS_ALLOW: receiver.address });
  const folder = join(installation.platform.folder, 'files', installation.admin.tenantId, 'crm');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'gizmos.csv'), 'gizmo_id,torque\n1,2\n');
  connection = await installation.connect({
    system: 'filesource',
    name: 'CRM',
    slug: 'crm',
    config: { folder: 'crm' },
  });
});
afterAll(async () => {
  await installation.close();
  await receiver.close();
});

interface Delivery {
  readonly state: string;
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly next_attempt_at: string | null;
  readonly requested_by: string;
}

const deliveries = async (task: string): Promise<readonly Delivery[]> =>
  (await installation.ask('GET', `/tasks/${task}`)).json?.['callbacks'] as readonly Delivery[];
const ingest = async (body: Record<string, unknown>): Promise<string> =>
  String(
    (await installation.ended(await installation.ask('POST', `/connections/${connection}/ingest`, body)))[
      'task_id'
    ],
  );
const redeliver = (task: string, token = installation.admin.token) =>
  installation.ask('POST', `/tasks/${task}/callback/redeliver`, undefined, { token });
const secretOf = async (token: string): Promise<string> =>
  String((await installation.ask('GET', '/callbacks/secret', undefined, { token })).json?.['secret']);
const isSigned = ({ headers, text }: ReceivedMessage, secret: string): boolean => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};

test('a callback that fails says so and when it is tried next; asked for, it is tried at once, and delivered again under the same id', async () => {
  answer = 503;
  const task = await ingest({ callback_url: `${receiver.url}/hook/very-secret?token=very-secret` });
  // The pauses grow; once the next is some seconds off, nobody but the asking brings the next message.
  await until('it has failed four times', async () => (await deliveries(task))[0]?.attempts === 4);
  const shown = await installation.ask('GET', `/tasks/${task}`);
  expect(shown.json).toMatchObject({
    callback_url: `${receiver.url}/…`,
    callbacks: [{ state: 'pending', status: 503, error: 'answered 503', requested_by: 'worker' }],
  });
  expect(shown.text).not.toContain('very-secret');
  expect((await deliveries(task))[0]?.next_attempt_at).toEqual(expect.any(String));

  answer = 204;
  expect((await redeliver(task)).status).toBe(202);
  await until('it is delivered', async () => (await deliveries(task))[0]?.state === 'delivered');
  expect(await deliveries(task)).toMatchObject([
    { attempts: 5, status: 204, error: null, next_attempt_at: null },
  ]);

  expect((await redeliver(task)).json).toMatchObject({ state: 'pending', attempts: 0 });
  await until('it is delivered again', async () =>
    (await deliveries(task)).every(({ state }) => state === 'delivered'),
  );
  expect(await deliveries(task)).toMatchObject([
    { attempts: 1, requested_by: installation.admin.userId },
    { attempts: 5, requested_by: 'worker' },
  ]);
  const ids = new Set(receiver.messages.map(({ headers }) => headers['webhook-id']));
  expect([receiver.messages.length, ids.size]).toEqual([6, 1]);
  const secret = await secretOf(installation.admin.token);
  for (const message of receiver.messages) expect(isSigned(message, secret)).toBe(true);
  expect(await secretOf((await newTenant(installation.api)).token)).not.toBe(secret);
  expect(receiver.messages[0]?.path).toBe('/hook/very-secret?token=very-secret');
  const audit = await installation.ask('GET', '/audit?action=redeliverCallback');
  expect(audit.json?.['data']).toMatchObject([{ subject: `task:${task}` }, { subject: `task:${task}` }]);
}, 120_000);

test('nothing that is stored names more of the address than its host, and a retry calls it too', async () => {
  answer = 200;
  const task = await ingest({ callback_url: `${receiver.url}/hook?token=very-secret` });
  const again = await installation.ended(await installation.ask('POST', `/tasks/${task}/retry`));
  const retried = String(again['task_id']);
  expect(again).toMatchObject({ callback_url: `${receiver.url}/…` });
  await until('both are delivered', async () =>
    [...(await deliveries(task)), ...(await deliveries(retried))].every(({ state }) => state === 'delivered'),
  );
  expect(receiver.messages.filter(({ path }) => path === '/hook?token=very-secret')).toHaveLength(2);
  const { admin } = installation.platform.database;
  const tables = await admin.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relnamespace = 'au'::regnamespace and relkind = 'r'`,
  );
  for (const { name } of tables.rows) {
    const { rowCount } = await admin.query(`select from ${name} t where t::text like '%very-secret%'`);
    expect([name, rowCount]).toEqual([name, 0]);
  }
}, 120_000);

/** What an installation has stored before addresses were sealed. */
const storePlain = (task: string, url: string) =>
  installation.platform.database.admin.query(
    `update au.tasks set callback_url = $2, callback_sealed = null where task_id = $1`,
    [task, url],
  );

/** Starts a worker more and waits until it has sealed the address. */
const sealed = async (task: string): Promise<void> => {
  await installation.platform.startWorker({ EGRESS_ALLOW: receiver.address });
  await until('the address is sealed', async () => {
    const { rowCount } = await installation.platform.database.admin.query(
      `select from au.tasks where task_id = $1 and callback_url is null and callback_sealed is not null`,
      [task],
    );
    return rowCount === 1;
  });
};

test('an address from before addresses were sealed is sealed by the next worker, and called', async () => {
  answer = 200;
  const task = await ingest({ callback_url: receiver.url });
  await until('it is delivered', async () => (await deliveries(task))[0]?.state === 'delivered');
  await storePlain(task, `${receiver.url}/former?token=very-secret`);
  expect((await redeliver(task)).status).toBe(409);
  await sealed(task);
  expect((await redeliver(task)).status).toBe(202);
  await until('it is called', () =>
    Promise.resolve(receiver.messages.some(({ path }) => path === '/former?token=very-secret')),
  );
}, 120_000);

test('only operators deliver again, and only what has ended and named an address that may be reached', async () => {
  const viewer = await newMember(installation.api, installation.admin, 'viewer');
  const without = await ingest({});
  expect((await redeliver(without, viewer.token)).status).toBe(403);
  expect((await redeliver(without)).status).toBe(409);
  const task = await ingest({ callback_url: receiver.url });
  // As if the installation had been told since not to go there.
  await storePlain(task, 'https://127.0.0.1:1/');
  await sealed(task);
  const refused = await redeliver(task);
  expect([refused.status, refused.json?.['code']]).toEqual([422, 'egress_refused']);
}, 120_000);
