import type { DuckDBConnection } from '@duckdb/node-api';
import { digitsOf } from '../../../domain/unify/model.ts';
import type { UnifiedEntity } from '../../../domain/unify/plan.ts';
import { planFor } from '../../../domain/unify/plan-for.ts';
import { numberOf, rowsOf, textOf } from '../read-columns.ts';
import { writeFeatures } from './features.ts';
import { comparePairs } from './score.ts';

/** Two names, alone. */
export interface NamePair {
  readonly id: string;
  readonly left: string;
  readonly right: string;
}

const nameComparisons = { account: ['name'], contact: ['first_name', 'last_name'] } as const;
const nameColumn = { account: 'name', contact: 'full_name' } as const;

/**
 * How two names alone agree: the names of the levels of the entity's name comparisons, by id; null where a part is missing.
 */
export async function compareNames(
  connection: DuckDBConnection,
  entity: UnifiedEntity,
  pairs: readonly NamePair[],
): Promise<Map<string, (string | null)[]>> {
  const whole = planFor(entity);
  const names: readonly string[] = nameComparisons[entity];
  const plan = { ...whole, comparisons: whole.comparisons.filter(({ name }) => names.includes(name)) };
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE name_records (key VARCHAR, source VARCHAR, name VARCHAR)',
  );
  const appender = await connection.createAppender('name_records', null, 'temp');
  for (const { id, left, right } of pairs) {
    for (const [side, name] of [
      ['l', left],
      ['r', right],
    ] as const) {
      appender.appendVarchar(`${id} ${side}`);
      appender.appendVarchar(side);
      appender.appendVarchar(name);
      appender.endRow();
    }
  }
  appender.closeSync();
  const columns = new Map([[nameColumn[entity], 'name']]);
  const { records } = await writeFeatures(connection, plan, { table: 'name_records', columns });
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_pairs AS SELECT l.idx AS l, r.idx AS r, 1 AS rules
    FROM unify_features l JOIN unify_features r ON l.source = 'l' AND r.source = 'r' AND r.key = left(l.key, -2) || ' r'`);
  await comparePairs(connection, plan, { records, randomly: 0 });
  const rows = await rowsOf(
    connection,
    'SELECT left(f.key, -2), pattern FROM unify_compared c JOIN unify_features f ON f.idx = c.l',
  );
  return new Map(
    rows.map(([id, pattern]) => {
      const [digits = []] = digitsOf(plan.comparisons, [numberOf(pattern)]);
      const levels = digits.map((digit, c) => plan.comparisons[c]?.levels[digit - 1]?.name ?? null);
      return [textOf(id) ?? '', levels];
    }),
  );
}
