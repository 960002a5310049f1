import { until, TestPlatform } from '../../support/test-platform.ts';
import { openDeals, WriteBench } from './write-bench.ts';

/** Before the call is claimed, after that and before it is made, after it, and after its value was read back. */
const all = [
  ['before_write_is_sent', 'verified', 1],
  ['after_write_is_marked', 'failed', 0],
  ['after_write_is_sent', 'verified', 1],
  ['after_write_is_read_back', 'verified', 1],
] as const;

/** What may have been sent, or not, is the question of every day; the other two leave what the next step finds. */
const instants = process.env['AUTONOMOS_TEST_FULL'] === '1' ? all : all.slice(1, 3);

let platform: TestPlatform;
let bench: WriteBench;

beforeAll(async () => {
  platform = await TestPlatform.start();
  bench = await WriteBench.on(platform, { Opportunity: openDeals(instants.length + 1) });
  const worker = await platform.startWorker(bench.environment);
  await platform.ingest(bench.connectionId);
  worker.child.kill('SIGKILL');
  await worker.exited;
}, 300_000);
afterAll(async () => {
  await bench.close();
  await platform.stop();
});

test.each(instants)(
  'killed at %s, a write-back ends as %s, and the source has seen it %i times',
  async (instant, outcome, times) => {
    const deal = instants.findIndex(([name]) => name === instant) + 1;
    const { updates } = bench.simulator.usage;
    const victim = await platform.startWorker({
      ...bench.environment,
      AUTONOMOS_FAILPOINT: `${instant}:kill:1`,
    });
    const id = await bench.propose(deal, 'Pipeline', 'Commit');
    await bench.decide(id, 'approve');
    await until('the worker dies', () => victim.child.signalCode !== null, victim.log);
    expect(victim.log()).toContain(`failpoint hit: ${instant}`);
    const successor = await platform.startWorker(bench.environment);
    const row = await bench.ended(id, 120);
    expect(row.state).toBe(outcome);
    expect(bench.simulator.usage.updates - updates).toBe(times);
    expect(await bench.category(deal)).toBe(times === 1 ? 'Commit' : 'Pipeline');
    successor.child.kill('SIGKILL');
    await successor.exited;
  },
  300_000,
);
