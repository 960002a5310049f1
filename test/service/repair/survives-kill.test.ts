import type { Repair } from '../../../platform/database/repositories/repairs.ts';
import { TestPlatform } from '../../support/test-platform.ts';
import { applyInstants, appliedOnce, renameOfSector, undoInstants } from './applied-once.ts';
import { RepairBench, repairEnvironment } from './repair-bench.ts';

/** What a step leaves and what the next one finds are the same rows: one of the two is enough for every day. */
const whole = process.env['AUTONOMOS_TEST_FULL'] === '1';
const instants = whole
  ? applyInstants
  : applyInstants.filter((name) => name.startsWith('after_') || name === 'before_repair_switches');
const undone = whole ? undoInstants : undoInstants.filter((name) => name.startsWith('after_'));

let platform: TestPlatform;
let bench: RepairBench;

beforeAll(async () => {
  platform = await TestPlatform.start();
});

beforeEach(async () => {
  bench = await RepairBench.on(platform);
});

afterEach(async () => {
  await bench.close();
});

afterAll(async () => {
  await platform.stop();
});

const rows = 120;

test('a proposal that nobody decides in time expires, after reminders, and its ticket is left to people', async () => {
  const hasty = await platform.startWorker(
    repairEnvironment({ DRIFT_REPAIR_EXPIRES_AFTER_SECONDS: '3', DRIFT_REPAIR_REMIND_EVERY_SECONDS: '1' }),
  );
  await bench.table('late', 40);
  await bench.ingest();
  await bench.alter('late', renameOfSector);
  await bench.ingest();
  const { ticket, repair } = await bench.settled('late', ['manual']);
  expect(repair).toMatchObject({ state: 'expired' });
  expect(repair!.reasons).toContain('nobody decided in time');
  await expect(bench.decide(repair!, 'approve')).rejects.toMatchObject({ code: 'conflict' });
  const { rows: told } = await platform.database.admin.query<{ times: number }>(
    `select count(*)::integer as times from au.event_log where type = 'repair.waiting' and data ->> 'drift_event_id' = $1`,
    [ticket.drift_event_id],
  );
  expect(told[0]!.times).toBeGreaterThan(1);
  hasty.child.kill('SIGTERM');
  await hasty.exited;
}, 180_000);

test('a worker killed before or after any step of applying: the decision is applied exactly once', async () => {
  const tables = instants.map((_, at) => `firms${at}`);
  const first = await platform.startWorker(repairEnvironment());
  for (const table of tables) await bench.table(table, rows);
  await bench.ingest();
  for (const table of tables) await bench.alter(table, renameOfSector);
  await bench.ingest();
  for (const table of tables) await bench.settled(table, ['waiting']);
  first.child.kill('SIGTERM');
  await first.exited;

  const dies = async (instant: string, asks: () => Promise<unknown>): Promise<void> => {
    const victim = await platform.startWorker(
      repairEnvironment({ AUTONOMOS_FAILPOINT: `${instant}:kill:1` }),
    );
    await asks();
    expect(await victim.exited).toBe('SIGKILL');
    expect(victim.log()).toContain(`failpoint hit: ${instant}`);
  };
  // One worker after the other dies, each at its instant; what they leave lying is taken up when its time-out is over.
  for (const [at, instant] of instants.entries()) {
    const { repair } = await bench.settled(`firms${at}`, ['waiting']);
    await dies(instant, () => bench.decide(repair!, 'approve'));
  }
  const heir = await platform.startWorker(repairEnvironment());
  for (const table of tables) {
    expect((await bench.settled(table, ['closed'], 180)).ticket.outcome).toBe('applied');
    await appliedOnce(bench, table, rows);
  }
  heir.child.kill('SIGTERM');
  await heir.exited;

  const undos: Promise<Repair>[] = [];
  for (const [at, instant] of undone.entries()) {
    const { repair } = await bench.settled(`firms${at}`, ['closed']);
    await dies(instant, async () => {
      await bench.askForUndo(repair!.repair_id);
      undos.push(bench.undone(repair!.repair_id, 180));
    });
  }
  await platform.startWorker(repairEnvironment());
  for (const repair of await Promise.all(undos))
    expect(repair.undo).toMatchObject({ state: 'done', versions: { account: 3 } });
}, 600_000);
