import { checkOverlaps, memberKey } from '../../../demo/connect.ts';
import { usualDataSet } from '../../../demo/generate/data-set.ts';
import { generatedOverlaps } from '../../../demo/known-overlaps.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { DclBench } from './dcl-bench.ts';
import { generatedRecords } from './generated-records.ts';

/** The demo's generated sources, whose truth is known: what the demo demands of its connect holds, in any order of the records. */
let bench: DclBench;
beforeAll(async () => {
  bench = await DclBench.open();
}, 60_000);
afterAll(() => bench.close());

const membersOf = async (tenantId: TenantId): Promise<ReadonlyMap<string, string>> => {
  const members = new Map<string, string>();
  for (const entity of ['account', 'contact'] as const)
    for (const [key, id] of Object.entries(await bench.idsOf(tenantId, entity)))
      members.set(memberKey(entity, key), id);
  return members;
};

test('the known overlaps are found, and little else; another order gives the same ids and values', async () => {
  const { records, truth } = await generatedRecords({ ...usualDataSet, days: 1 });
  const one = await bench.planted(records);
  const first = await bench.connect(one.tenantId);
  const members = await membersOf(one.tenantId);
  const known = generatedOverlaps(truth);
  const { known: pairs, found, wrong } = checkOverlaps(known, members);
  expect(pairs).toBeGreaterThan(500);
  expect(found / pairs).toBeGreaterThanOrEqual(known.floor.recall);
  expect(found / (found + wrong)).toBeGreaterThanOrEqual(known.floor.precision);

  // As another tenant might have read them: the sources in another order, and their rows from the end.
  const other = await bench.planted(records.toReversed());
  const second = await bench.connect(other.tenantId);
  expect(second.contentHash).toBe(first.contentHash);
  expect(await membersOf(other.tenantId)).toEqual(members);
}, 120_000);
