import { adminToken, startApiProcess } from '../support/api-process.ts';
import type { ApiProcess } from '../support/api-process.ts';
import { committed, compareWithLedger, contactsIn, exact } from '../support/contact-ledger.ts';
import { EventFollower } from '../support/event-follower.ts';
import { mortalRedis } from '../support/mortal-server.ts';
import type { MortalServer } from '../support/mortal-server.ts';
import { smallBatches, TestPlatform, until } from '../support/test-platform.ts';

const rows = 1_500;
const slug = 'contacts';
const readsPerMinute = 100;

let redis: MortalServer;
let platform: TestPlatform;
let api: ApiProcess;
let token: string;
beforeAll(async () => {
  [redis, platform] = await Promise.all([mortalRedis(), TestPlatform.start()]);
  token = await adminToken(platform);
  api = await startApiProcess({
    ...platform.environment,
    REDIS_URL: redis.url,
    RATE_READS_PER_MINUTE: String(readsPerMinute),
  });
  await healed();
});
afterAll(async () => {
  api.child.kill('SIGKILL');
  await api.exited;
  await Promise.all([platform.stop(), redis.stop()]);
});

const healed = (): Promise<void> =>
  until('Redis is in use', async () =>
    (await api.ask('GET', '/readyz')).text.includes('"redis":{"state":"ok"}'),
  );

test('killed during an ingest with a live stream: nothing waits for it, and it is used again without a restart', async () => {
  const follower = await EventFollower.start(api, token);
  const connection = await platform.connectFiles(slug, { 'Contact.csv': contactsIn(1, rows) });
  const worker = await platform.startWorker({
    ...smallBatches,
    AUTONOMOS_FAILPOINT: 'before_commit:pause:2',
  });
  const task = await platform.enqueueIngest(connection);
  await until('the worker stands still', () => worker.log().includes('failpoint hit: before_commit'));
  expect(await committed(platform)).toMatchObject({ batches: 1 });
  await redis.kill();
  worker.child.kill('SIGCONT');
  expect((await platform.ended(task, 180)).state).toBe('success');
  expect(await follower.caughtUp(platform)).toEqual(follower.ids);
  expect(follower.ids.length).toBeGreaterThan(3);

  await redis.restart();
  await healed();
  expect((await platform.ended(await platform.enqueueIngest(connection), 180)).state).toBe('success');
  expect(await follower.caughtUp(platform)).toEqual(follower.ids);
  expect(follower.opened).toBe(1);
  await follower.stop();
  expect(await compareWithLedger(platform, { slug, states: 1, rows })).toEqual(exact);
}, 240_000);

test('killed in the middle of traffic at the limit: every request is answered, the limit holds, it heals without a restart', async () => {
  const statuses: number[] = [];
  const read = async (): Promise<void> => {
    statuses.push((await api.ask('GET', '/api/v1/connections', { token })).status);
  };
  const lane = async (): Promise<void> => {
    while (statuses.length < 3 * readsPerMinute) await read();
  };
  const lanes = Array.from({ length: 5 }, lane);
  await until('requests flow', () => statuses.length > 10);
  await redis.kill();
  await Promise.all(lanes);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  // Redis had counted some, and the process counts from naught.
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(2 * readsPerMinute);
  expect(statuses.at(-1)).toBe(429);

  await redis.restart();
  await healed();
  await until('requests are let in again', async () => {
    await read();
    return statuses.at(-1) === 200;
  });
}, 240_000);
