import { parseMapping } from '../../../domain/mapping/parse.ts';
import type { RepairBench } from './repair-bench.ts';

/** Before and after each step of applying; a step's transaction is not begun, or committed and not told. */
export const applyInstants = [
  'before_repair_begins',
  'after_repair_begins',
  'before_shadow_pass',
  'before_repair_switches',
  'after_repair_switches',
  'before_repair_replays',
  'after_repair_replays',
  'before_repair_finishes',
  'after_repair_finishes',
] as const;

export const undoInstants = ['before_undo_switches', 'after_undo_switches'] as const;

/** The drift that `appliedOnce` knows. */
export const renameOfSector = 'rename column sector to industry_sector';

/** What was decided happened once: one new version, one replay, no event beyond those of the repair. */
export const appliedOnce = async (bench: RepairBench, table: string, rows: number): Promise<void> => {
  const [mapping] = await bench.mappings(table);
  expect(mapping!.version).toBe(2);
  expect(parseMapping(mapping!.document).fields['industry']?.from).toEqual(['industry_sector']);
  const { rows: found } = await bench.platform.database.admin.query<{ events: number; most: number }>(
    `select count(*)::integer as events, max(record_seq) as most from au.canonical_streams where starts_with(record_key, $1)`,
    [`${bench.slug}/${table}/`],
  );
  // Once as it was, once with the field pending, once repaired.
  expect(found).toEqual([{ events: 3 * rows, most: 3 }]);
  const { rows: tasks } = await bench.platform.database.admin.query<{ replays: number }>(
    `select count(*)::integer as replays from au.tasks where kind = 'replay' and input ->> 'stream' = $1`,
    [table],
  );
  expect(tasks).toEqual([{ replays: 1 }]);
};
