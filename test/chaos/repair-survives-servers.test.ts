import { randomUUID } from 'node:crypto';
import type { Repair } from '../../platform/database/repositories/repairs.ts';
import { applyInstants, appliedOnce, renameOfSector, undoInstants } from '../service/repair/applied-once.ts';
import { RepairBench, repairEnvironment } from '../service/repair/repair-bench.ts';
import { adminToken, startApiProcess } from '../support/api-process.ts';
import type { ApiProcess } from '../support/api-process.ts';
import { mortalPostgres, mortalTemporal } from '../support/mortal-server.ts';
import type { MortalPostgres, MortalTemporal } from '../support/mortal-server.ts';
import { redisUrl } from '../support/services.ts';
import type { Reply } from '../support/test-api.ts';
import { TestPlatform, until } from '../support/test-platform.ts';
import type { LedgerRow, WorkerProcess } from '../support/test-platform.ts';

/**
 * The API, PostgreSQL and Temporal are killed between two steps of a repair, while the worker stands still. `history`: Temporal
 * loses all it knows, and the worker dies with it. What was decided happens once all the same.
 */
const victims = ['api', 'postgres', 'temporal', 'history'] as const;
type Victim = (typeof victims)[number];
type Instant = (typeof applyInstants)[number] | (typeof undoInstants)[number];
type Case = readonly [Victim, Instant];

const each = (instants: readonly Instant[]): Case[] =>
  victims.flatMap((victim) => instants.map((instant): Case => [victim, instant]));
const whole = process.env['AUTONOMOS_TEST_FULL'] === '1';
const applying: readonly Case[] = whole
  ? each(applyInstants)
  : [
      ['postgres', 'before_repair_switches'],
      ['history', 'after_repair_switches'],
    ];
const undoing: readonly Case[] = whole ? each(undoInstants) : [];

const rows = 120;
const tableOf = ([victim, instant]: Case): string => `${victim}_${instant}`;

let postgres: MortalPostgres;
let temporal: MortalTemporal;
let platform: TestPlatform;
let bench: RepairBench;
let token: string;
let api: ApiProcess;
/** What the same repair comes to when nothing dies. */
let undisturbed: Outcome;
let drifted: string;

interface Outcome {
  readonly hash: string;
  readonly ledger: readonly Omit<LedgerRow, 'stream'>[];
}

const startApi = (more: Readonly<Record<string, string>> = {}): Promise<ApiProcess> =>
  startApiProcess({ ...platform.environment, REDIS_URL: redisUrl(), ...more });

const ended = async (worker: WorkerProcess): Promise<void> => {
  worker.child.kill('SIGTERM');
  await worker.exited;
};

const approve = (door: ApiProcess, { repair_id, digest }: Repair, key = randomUUID()): Promise<Reply> =>
  door.ask('POST', '/api/v1/mesh/repair/approve', {
    token,
    body: { repair_id, digest },
    headers: { 'idempotency-key': key },
  });

const waiting = async (table: string): Promise<Repair> =>
  (await bench.settled(table, ['waiting'], 180)).repair!;

const outcomeOf = async (table: string): Promise<Outcome> => {
  const { ticket, repair } = await bench.settled(table, ['closed'], 180);
  expect([ticket.outcome, repair?.state]).toEqual(['applied', 'applied']);
  await appliedOnce(bench, table, rows);
  const ledger = await platform.ledger(repair!.replay_task_id!);
  return {
    hash: (await bench.stateHash(table)).hash,
    ledger: ledger.map(({ stream: _stream, ...counts }) => counts),
  };
};

beforeAll(async () => {
  [postgres, temporal] = await Promise.all([mortalPostgres(), mortalTemporal()]);
  platform = await TestPlatform.start({ temporal: temporal.url, database: postgres.database });
  bench = await RepairBench.on(platform);
  token = await adminToken(platform);
  const [worker, door] = await Promise.all([platform.startWorker(repairEnvironment()), startApi()]);
  api = door;
  const calm = ['calm', ...undoing.map(tableOf)];
  const tables = [...calm, 'at_the_door', ...applying.map(tableOf)];
  for (const table of tables) await bench.table(table, rows);
  await bench.ingest();
  for (const table of tables) await bench.alter(table, renameOfSector);
  await bench.ingest();
  for (const table of tables) await waiting(table);
  drifted = (await bench.stateHash('calm')).hash;
  for (const table of calm) expect((await approve(api, await waiting(table))).status).toBe(202);
  undisturbed = await outcomeOf('calm');
  for (const table of calm) expect(await outcomeOf(table)).toEqual(undisturbed);
  await ended(worker);
}, 600_000);

afterAll(async () => {
  api.child.kill('SIGKILL');
  await api.exited;
  await bench.close();
  await platform.stop();
  await Promise.all([postgres.stop(), temporal.stop()]);
});

const stoppedAt = async (instant: Instant, asks: () => Promise<unknown>): Promise<WorkerProcess> => {
  const worker = await platform.startWorker(repairEnvironment({ AUTONOMOS_FAILPOINT: `${instant}:pause:1` }));
  await asks();
  const standsStill = () => worker.log().includes(`failpoint hit: ${instant}`);
  await until('the worker stands still', standsStill, worker.log, 120);
  return worker;
};

/** Kills the victim, lets the worker go on without it, and brings it back; answers the worker that is there then. */
const strike: Readonly<Record<Victim, (worker: WorkerProcess) => Promise<WorkerProcess>>> = {
  api: async (worker) => {
    api.child.kill('SIGKILL');
    await api.exited;
    worker.child.kill('SIGCONT');
    api = await startApi({ PORT: String(api.port) });
    return worker;
  },
  postgres: async (worker) => {
    await postgres.kill();
    worker.child.kill('SIGCONT');
    await postgres.restart();
    return worker;
  },
  temporal: async (worker) => {
    await temporal.kill();
    worker.child.kill('SIGCONT');
    await temporal.restart();
    return worker;
  },
  history: async (worker) => {
    await temporal.kill();
    await temporal.forget();
    await temporal.restart();
    worker.child.kill('SIGKILL');
    return await platform.startWorker(repairEnvironment());
  },
};

test('the API killed between a decision and its answer: asked again it answers the same, and the decision is applied once', async () => {
  const repair = await waiting('at_the_door');
  const key = randomUUID();
  const victim = await startApi({ AUTONOMOS_FAILPOINT: 'after_effect_before_response:kill:1' });
  await expect(approve(victim, repair, key)).rejects.toThrow('fetch failed');
  expect(await victim.exited).toBe('SIGKILL');
  const again = await approve(api, repair, key);
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
  const other = await approve(api, repair);
  expect([other.status, other.json?.['code']]).toEqual([409, 'conflict']);
  const worker = await platform.startWorker(repairEnvironment());
  expect(await outcomeOf('at_the_door')).toEqual(undisturbed);
  await ended(worker);
}, 240_000);

test.each(applying)(
  '%s killed at %s: the decision is applied once, as if nothing had died',
  async (victim, instant) => {
    const table = tableOf([victim, instant]);
    const repair = await waiting(table);
    const worker = await stoppedAt(instant, async () => {
      expect((await approve(api, repair)).status).toBe(202);
    });
    const heir = await strike[victim](worker);
    expect(await outcomeOf(table)).toEqual(undisturbed);
    const { rows: decisions } = await platform.database.admin.query(
      'select verdict from au.repair_decisions where repair_id = $1',
      [repair.repair_id],
    );
    expect(decisions).toEqual([{ verdict: 'approve' }]);
    await ended(heir);
  },
  300_000,
);

if (undoing.length > 0)
  test.each(undoing)(
    '%s killed at %s: the repair is undone once',
    async (victim, instant) => {
      const table = tableOf([victim, instant]);
      const { repair } = await bench.settled(table, ['closed']);
      const worker = await stoppedAt(instant, () => bench.askForUndo(repair!.repair_id));
      const heir = await strike[victim](worker);
      expect((await bench.undone(repair!.repair_id, 180)).undo).toMatchObject({
        state: 'done',
        versions: { account: 3 },
      });
      expect((await bench.stateHash(table)).hash).toBe(drifted);
      await ended(heir);
    },
    300_000,
  );
