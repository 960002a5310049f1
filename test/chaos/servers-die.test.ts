import { committed, compareWithLedger, contactsIn, exact } from '../support/contact-ledger.ts';
import { mortalPostgres, mortalTemporal } from '../support/mortal-server.ts';
import type { MortalPostgres, MortalTemporal } from '../support/mortal-server.ts';
import { smallBatches, TestPlatform, until } from '../support/test-platform.ts';
import type { WorkerProcess } from '../support/test-platform.ts';

/** PostgreSQL and Temporal are killed while the worker stands still, with one batch committed and one not. */
const instants = ['before_commit', 'after_commit_before_ack'] as const;
type Instant = (typeof instants)[number];
const nthHit: Readonly<Record<Instant, number>> = { before_commit: 2, after_commit_before_ack: 1 };
const rows = 1_500;
const slug = 'contacts';

let postgres: MortalPostgres;
let temporal: MortalTemporal;
beforeAll(async () => {
  [postgres, temporal] = await Promise.all([mortalPostgres(), mortalTemporal()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([postgres.stop(), temporal.stop()]);
});

/** An ingest whose worker stands still at the instant; `go` lets it run on and compares what comes of it. */
const stoppedAt = async (
  platform: TestPlatform,
  instant: Instant,
): Promise<{ readonly worker: WorkerProcess; readonly end: () => Promise<void> }> => {
  const connection = await platform.connectFiles(slug, { 'Contact.csv': contactsIn(1, rows) });
  const worker = await platform.startWorker({
    ...smallBatches,
    AUTONOMOS_FAILPOINT: `${instant}:pause:${nthHit[instant]}`,
  });
  const task = await platform.enqueueIngest(connection);
  await until('the worker stands still', () => worker.log().includes(`failpoint hit: ${instant}`));
  const { batches, events } = await committed(platform);
  expect(batches).toBe(1);
  expect(events).toBeLessThan(rows);
  return {
    worker,
    end: async () => {
      expect((await platform.ended(task, 180)).state).toBe('success');
      expect(await compareWithLedger(platform, { slug, states: 1, rows })).toEqual(exact);
    },
  };
};

test.each(instants)(
  'PostgreSQL killed at %s: the ingest goes on after the restart, exactly',
  async (instant) => {
    const platform = await TestPlatform.start({ temporal: temporal.url, database: postgres.database });
    try {
      const { worker, end } = await stoppedAt(platform, instant);
      await postgres.kill();
      await postgres.restart();
      worker.child.kill('SIGCONT');
      await end();
    } finally {
      await platform.stop();
    }
  },
  300_000,
);

test('Temporal killed at before_commit: the ingest goes on after the restart, exactly', async () => {
  const platform = await TestPlatform.start({ temporal: temporal.url, database: postgres.database });
  try {
    const { worker, end } = await stoppedAt(platform, 'before_commit');
    await temporal.kill();
    worker.child.kill('SIGCONT');
    await temporal.restart();
    await end();
  } finally {
    await platform.stop();
  }
}, 300_000);

test('Temporal killed at after_commit_before_ack, with its history and the worker: the job is done exactly all the same', async () => {
  const platform = await TestPlatform.start({ temporal: temporal.url, database: postgres.database });
  try {
    const { worker, end } = await stoppedAt(platform, 'after_commit_before_ack');
    await temporal.kill();
    await temporal.forget();
    await temporal.restart();
    worker.child.kill('SIGKILL');
    await platform.startWorker(smallBatches);
    await end();
  } finally {
    await platform.stop();
  }
}, 300_000);
