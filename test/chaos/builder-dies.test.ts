import { DclBench } from '../service/dcl/dcl-bench.ts';
import type { PlantedStream } from '../service/dcl/planted-records.ts';
import { mortalPostgres } from '../support/mortal-server.ts';
import type { MortalPostgres } from '../support/mortal-server.ts';
import { until } from '../support/test-platform.ts';

/**
 * The builder dies, is overtaken, or loses PostgreSQL, step by step. Readers keep the last whole generation, in the file and
 * in the tables alike, and the next build gives what an undisturbed one gives.
 */
const whole = process.env['AUTONOMOS_TEST_FULL'] === '1';
const steps = whole
  ? [
      'before_dcl_load',
      'before_dcl_unify',
      'before_dcl_views',
      'before_dcl_place',
      'before_dcl_publish',
      'before_dcl_commit',
    ]
  : ['before_dcl_unify', 'before_dcl_commit'];

const added = {
  key: ['crm', 'Account', 'late'],
  entity: 'account',
  data: { name: 'Latecomer Logistics', domain: 'latecomer.example' },
} as const;

/** What readers see: the generation, its accounts in the file, and those in the tables. */
const seenBy = async (
  bench: DclBench,
  { tenantId }: PlantedStream,
): Promise<readonly [number, number, number]> => {
  const { generation, rows } = await bench.query(tenantId, 'SELECT count(*) FROM accounts');
  const { rowCount } = await bench.database.admin.query(
    'select from au.materialized_accounts where tenant_id = $1',
    [tenantId],
  );
  return [generation, Number(rows[0]?.[0]), rowCount ?? 0];
};

/** A tenant with one published generation, more to publish, and the content that there will be then. */
const begun = async (bench: DclBench): Promise<{ stream: PlantedStream; hash: string }> => {
  const undisturbed = await bench.planted();
  await bench.connect(undisturbed.tenantId);
  await undisturbed.append([added]);
  const { contentHash } = await bench.connect(undisturbed.tenantId);
  const stream = await bench.planted();
  await bench.connect(stream.tenantId);
  await stream.append([added]);
  return { stream, hash: contentHash };
};

describe('a builder that is killed', () => {
  let bench: DclBench;
  beforeAll(async () => {
    bench = await DclBench.open();
  }, 60_000);
  afterAll(() => bench.close());

  test('leaves readers the last whole generation, at whatever step, and the next build mends it', async () => {
    const { stream, hash } = await begun(bench);
    for (const step of steps) {
      const victim = bench.forkBuilder(stream.tenantId, `${step}:kill:1`);
      expect([step, await victim.exited]).toEqual([step, 'SIGKILL']);
      expect(victim.log()).toContain(`failpoint hit: ${step}`);
      expect([step, await seenBy(bench, stream)]).toEqual([step, [1, 2, 2]]);
    }
    const after = bench.forkBuilder(stream.tenantId, 'after_dcl_publish:kill:1');
    expect(await after.exited).toBe('SIGKILL');
    const [generation, ...counts] = await seenBy(bench, stream);
    expect([generation > 1, counts]).toEqual([true, [3, 3]]);
    expect((await bench.connect(stream.tenantId)).contentHash).toBe(hash);
  }, 240_000);

  test('and one that wakes after it was overtaken publishes nothing', async () => {
    const { stream, hash } = await begun(bench);
    const frozen = bench.forkBuilder(stream.tenantId, 'before_dcl_publish:pause:1');
    await until('the builder stands still', () => frozen.log().includes('failpoint hit'), frozen.log, 120);
    const heir = await bench.connect(stream.tenantId);
    expect(heir.contentHash).toBe(hash);
    frozen.child.kill('SIGCONT');
    expect(await frozen.exited).toBe(1);
    expect((await seenBy(bench, stream))[0]).toBe(heir.generation);
  }, 240_000);

  test('or whose worker is gone ends by itself', async () => {
    const { stream } = await begun(bench);
    const orphan = bench.forkBuilder(stream.tenantId, 'before_dcl_place:pause:1');
    await until('the builder stands still', () => orphan.log().includes('failpoint hit'), orphan.log, 120);
    orphan.child.disconnect();
    orphan.child.kill('SIGCONT');
    expect(await orphan.exited).toBe(1);
    expect(await seenBy(bench, stream)).toEqual([1, 2, 2]);
  }, 240_000);
});

describe('PostgreSQL killed while a generation is being built and published', () => {
  let postgres: MortalPostgres;
  let bench: DclBench;
  beforeAll(async () => {
    postgres = await mortalPostgres();
    bench = await DclBench.open(postgres.database);
  }, 120_000);
  afterAll(async () => {
    await bench.close();
    await postgres.stop();
  });

  test.each(whole ? steps : ['before_dcl_commit'])(
    'at %s: readers keep the generation before, and the next build has the same content',
    async (step) => {
      const { stream, hash } = await begun(bench);
      const builder = bench.forkBuilder(stream.tenantId, `${step}:pause:1`);
      await until(
        'the builder stands still',
        () => builder.log().includes('failpoint hit'),
        builder.log,
        120,
      );
      await postgres.kill();
      await postgres.restart();
      builder.child.kill('SIGCONT');
      await builder.exited;
      await until(
        'the builder has ended, or published after all',
        async () => (await seenBy(bench, stream).catch(() => undefined)) !== undefined,
        builder.log,
        120,
      );
      const [generation, inFile, inTables] = await seenBy(bench, stream);
      expect([inFile, inTables]).toEqual(generation === 1 ? [2, 2] : [3, 3]);
      expect((await bench.connect(stream.tenantId)).contentHash).toBe(hash);
      expect((await seenBy(bench, stream)).slice(1)).toEqual([3, 3]);
    },
    300_000,
  );
});
