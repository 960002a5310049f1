import { compareWithLedger, contactsIn, eventsAfter, exact } from '../support/contact-ledger.ts';
import { smallBatches, TestPlatform, until } from '../support/test-platform.ts';

/**
 * The worker dies at every named instant of a batch, of which a run has two. Each lane is a platform of its own, so that the
 * lanes wait for their heartbeat time-outs side by side; its second victim reads a source in which every second row has changed.
 */
const rows = 1_000;
const lanes = [
  ['before_read', 'mid_insert'],
  ['after_read', 'before_commit'],
  ['after_map', 'after_commit_before_ack'],
  ['after_ack', 'after_read_ends'],
];
const slug = 'contacts';

/** One is committed and one is not when a second batch is at the instant; a source is opened once, and read to its end once. */
const once = new Set(['before_read', 'after_read_ends']);
const nthHit = (instant: string): number => (once.has(instant) ? 1 : 2);

test.concurrent.each(lanes.map((instants) => ({ name: instants.join(', then at '), instants })))(
  'a worker killed at $name loses nothing and doubles nothing',
  async ({ instants }) => {
    const platform = await TestPlatform.start();
    try {
      const connection = await platform.connectFiles(slug, {});
      for (const [index, instant] of instants.entries()) {
        const states = index + 1;
        await platform.writeFiles(slug, { 'Contact.csv': contactsIn(states, rows) });
        const victim = await platform.startWorker({
          ...smallBatches,
          AUTONOMOS_FAILPOINT: `${instant}:kill:${nthHit(instant)}`,
        });
        const taskId = await platform.enqueueIngest(connection);
        expect(await victim.exited).toBe('SIGKILL');
        expect(victim.log()).toContain(`failpoint hit: ${instant}`);

        const heir = await platform.startWorker(smallBatches);
        const task = await platform.ended(taskId, 180);
        heir.child.kill('SIGTERM');
        expect(await heir.exited).toBe(0);

        expect([instant, task.state]).toEqual([instant, 'success']);
        expect(await compareWithLedger(platform, { slug, states, rows })).toEqual(exact);
        const [ledger] = await platform.ledger(taskId);
        expect(ledger!.read).toBe(ledger!.changed + ledger!.unchanged);
        // What was committed is not read again, and a person sees each row once.
        expect(ledger!.read).toBe(rows);
        expect(task.progress).toMatchObject({ rows });
        expect(ledger!.changed).toBe(eventsAfter(states, rows) - (states > 1 ? eventsAfter(index, rows) : 0));
      }
    } finally {
      await platform.stop();
    }
  },
  300_000,
);

test.concurrent(
  'a frozen worker that wakes after it was replaced writes nothing, though its rows differ from the newer ones',
  async () => {
    const platform = await TestPlatform.start();
    try {
      const leases = async (): Promise<object[]> => {
        const { rows: held } = await platform.database.admin.query<object>(
          'select epoch, resume, since from au.streams where epoch > 0',
        );
        return held;
      };
      const connection = await platform.connectFiles(slug, { 'Contact.csv': contactsIn(1, rows) });
      const frozen = await platform.startWorker({
        ...smallBatches,
        AUTONOMOS_FAILPOINT: 'mid_insert:pause:2',
      });
      const taskId = await platform.enqueueIngest(connection);
      // A frozen worker that still polled would take tasks with it: it stops polling and goes on with what it has begun.
      await until('it has begun to read', async () => (await leases()).length > 0);
      frozen.child.kill('SIGTERM');
      await until('the worker is frozen', () => frozen.log().includes('failpoint hit: mid_insert'));
      const heir = await platform.startWorker(smallBatches);
      expect((await platform.ended(taskId, 180)).state).toBe('success');
      await platform.writeFiles(slug, { 'Contact.csv': contactsIn(2, rows) });
      expect((await platform.ended(await platform.enqueueIngest(connection), 180)).state).toBe('success');
      const before = await leases();

      frozen.child.kill('SIGCONT');
      await frozen.exited;
      heir.child.kill('SIGTERM');
      await heir.exited;
      expect(await compareWithLedger(platform, { slug, states: 2, rows })).toEqual(exact);
      expect(await leases()).toEqual(before);
    } finally {
      await platform.stop();
    }
  },
  300_000,
);
