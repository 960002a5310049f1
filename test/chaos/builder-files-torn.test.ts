import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registryFile } from '../../platform/duckdb/registry.ts';
import { DclBench } from '../service/dcl/dcl-bench.ts';
import { until } from '../support/test-platform.ts';

/**
 * DuckDB's files are cut short or have a bit turned while a build stands at a step: the one that is being made, and the newest
 * that was published. Readers get the last whole generation, never half of one, and the next build mends it.
 */
const whole = process.env['AUTONOMOS_TEST_FULL'] === '1';
const steps = whole
  ? ['before_dcl_unify', 'before_dcl_views', 'before_dcl_place', 'before_dcl_publish', 'before_dcl_commit']
  : ['before_dcl_place', 'before_dcl_publish'];

const turned = (path: string, share: number): void => {
  const bytes = readFileSync(path);
  const at = Math.min(bytes.length - 1, Math.floor(bytes.length * share));
  bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at);
  writeFileSync(path, bytes);
};
const damages: Readonly<Record<string, (path: string) => void>> = {
  'cut in half': (path) => {
    truncateSync(path, Math.floor(statSync(path).size / 2));
  },
  'a bit turned in the middle': (path) => {
    turned(path, 0.5);
  },
  ...(whole
    ? {
        'a bit turned near its beginning': (path: string) => {
          turned(path, 0.02);
        },
        'a bit turned near its end': (path: string) => {
          turned(path, 0.95);
        },
        'nothing left of it': (path: string) => {
          truncateSync(path, 0);
        },
      }
    : {}),
};

const added = (at: number) =>
  ({
    key: ['crm', 'Account', `late${String(at)}`],
    entity: 'account',
    data: {
      name: `Latecomer ${'Ash Birch Cedar Dogwood'.split(' ')[at] ?? ''}`,
      domain: `late${String(at)}.example`,
    },
  }) as const;

let bench: DclBench;
/** Content of the planted records with none, one and two latecomers. */
const hashes: string[] = [];
beforeAll(async () => {
  bench = await DclBench.open();
  const undisturbed = await bench.planted();
  for (const at of [0, 1, 2]) {
    hashes.push((await bench.connect(undisturbed.tenantId)).contentHash);
    await undisturbed.append([added(at)]);
  }
}, 120_000);
afterAll(() => bench.close());

const cases = steps.flatMap((step) => Object.keys(damages).map((damage) => [step, damage] as const));

test.each(cases)(
  'at %s, %s',
  async (step, damage) => {
    const stream = await bench.planted();
    const { tenantId } = stream;
    const accountsOf = new Map<number, number>();
    for (const at of [0, 1]) {
      accountsOf.set((await bench.connect(tenantId)).generation, 2 + at);
      await stream.append([added(at)]);
    }
    const [first = 0, second = 0] = accountsOf.keys();
    const builder = bench.forkBuilder(tenantId, `${step}:pause:1`);
    await until('the builder stands still', () => builder.log().includes('failpoint hit'), builder.log, 120);
    const folder = join(registryFile(bench.root, tenantId, first), '..');
    const building = readdirSync(folder).filter((name) => name.includes(`.${String(second + 1)}.duckdb`));
    for (const name of building)
      if (
        existsSync(join(folder, name)) &&
        statSync(join(folder, name)).isFile() &&
        statSync(join(folder, name)).size > 0
      )
        damages[damage]?.(join(folder, name));
    damages[damage]?.(registryFile(bench.root, tenantId, second));

    const read = async (): Promise<readonly [number, unknown]> => {
      const { generation, rows } = await bench.query(tenantId, 'SELECT count(*) FROM accounts');
      return [generation, rows[0]?.[0]];
    };
    expect(await read()).toEqual([first, 2]);
    builder.child.kill('SIGCONT');
    await builder.exited;
    accountsOf.set(second + 1, 4);
    const [generation, count] = await read();
    expect([generation, count]).toEqual([generation, accountsOf.get(generation)]);
    const mended = await bench.connect(tenantId);
    expect(mended.contentHash).toBe(hashes[2]);
    expect(await read()).toEqual([mended.generation, 4]);
    for (const table of ['golden_members', 'golden_values', 'golden_pairs'])
      expect((await bench.rows(tenantId, `SELECT count(hash(t)) FROM ${table} t`)).length).toBe(1);
  },
  240_000,
);
