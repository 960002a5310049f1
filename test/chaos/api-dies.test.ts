import { randomUUID } from 'node:crypto';
import { adminToken, startApiProcess } from '../support/api-process.ts';
import type { ApiProcess } from '../support/api-process.ts';
import { committed, compareWithLedger, contactsIn, exact } from '../support/contact-ledger.ts';
import { EventFollower } from '../support/event-follower.ts';
import { redisUrl } from '../support/services.ts';
import { smallBatches, TestPlatform, until } from '../support/test-platform.ts';

const rows = 1_500;
const slug = 'contacts';

let platform: TestPlatform;
let token: string;
beforeAll(async () => {
  platform = await TestPlatform.start();
  token = await adminToken(platform);
});
afterAll(() => platform.stop());

const start = (more: Readonly<Record<string, string>> = {}): Promise<ApiProcess> =>
  startApiProcess({ ...platform.environment, REDIS_URL: redisUrl(), ...more });

test('killed while a start is in flight: the retry with the same key finds the one task', async () => {
  const connection = await platform.connectFiles('started', {});
  const path = `/api/v1/connections/${connection}/ingest`;
  const asked = { token, headers: { 'idempotency-key': randomUUID() } };
  const victim = await start({ AUTONOMOS_FAILPOINT: 'after_effect_before_response:kill:1' });
  await expect(victim.ask('POST', path, asked)).rejects.toThrow('fetch failed');
  expect(await victim.exited).toBe('SIGKILL');
  expect(victim.log()).toContain('failpoint hit: after_effect_before_response');

  const heir = await start();
  try {
    const again = await heir.ask('POST', path, asked);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    const { rows: tasks } = await platform.database.admin.query<{ task_id: string }>(
      `select task_id from au.tasks where subject_id = $1`,
      [connection],
    );
    expect(tasks).toEqual([{ task_id: again.json?.['task_id'] }]);
  } finally {
    heir.child.kill('SIGKILL');
    await heir.exited;
  }
});

test('killed while a stream is read and an ingest runs: the reader resumes without a gap', async () => {
  const victim = await start();
  const follower = await EventFollower.start(victim, token);
  const connection = await platform.connectFiles(slug, { 'Contact.csv': contactsIn(1, rows) });
  const worker = await platform.startWorker({
    ...smallBatches,
    AUTONOMOS_FAILPOINT: 'before_commit:pause:2',
  });
  const asked = await victim.ask('POST', `/api/v1/connections/${connection}/ingest`, { token });
  const task = String(asked.json?.['task_id']);
  await until('the worker stands still', () => worker.log().includes('failpoint hit: before_commit'));
  expect(await committed(platform)).toMatchObject({ batches: 1 });
  expect(await follower.caughtUp(platform)).toEqual(follower.ids);

  victim.child.kill('SIGKILL');
  await victim.exited;
  worker.child.kill('SIGCONT');
  expect((await platform.ended(task, 180)).state).toBe('success');
  const heir = await start({ PORT: String(victim.port) });
  try {
    const logged = await follower.caughtUp(platform);
    expect(follower.ids).toEqual(logged);
    expect(follower.opened).toBe(2);
    expect(await compareWithLedger(platform, { slug, states: 1, rows })).toEqual(exact);
  } finally {
    await follower.stop();
    heir.child.kill('SIGKILL');
    await heir.exited;
  }
}, 240_000);
