import { TestPlatform, until } from '../../support/test-platform.ts';
import { RepairBench, repairEnvironment } from '../repair/repair-bench.ts';

let platform: TestPlatform;
let bench: RepairBench;

beforeAll(async () => {
  platform = await TestPlatform.start();
  bench = await RepairBench.on(platform);
});

afterAll(async () => {
  await bench.close();
  await platform.stop();
});

const rows = 60;

test('a column dropped between discovery and read fails one attempt; the next looks again and goes on without it', async () => {
  await bench.table('firms', rows);
  const worker = await platform.startWorker(
    repairEnvironment({ AUTONOMOS_FAILPOINT: 'before_read:pause:1', FEATURE_DRIFT_AUTOFIX: 'false' }),
  );
  const task = await platform.enqueueIngest(bench.connectionId);
  await until('the worker stands still', () => worker.log().includes('failpoint hit: before_read'));
  await bench.alter('firms', 'drop column about');
  worker.child.kill('SIGCONT');
  expect((await platform.ended(task)).state).toBe('success');
  const events = await platform.events();
  expect(events).toHaveLength(rows);
  expect(events.filter(({ data }) => 'description' in (data as object))).toEqual([]);
  expect(await bench.ticket('firms')).toMatchObject({ lost: ['about'] });
}, 120_000);
