import type { DuckDBConnection } from '@duckdb/node-api';
import type { MatchModel, PatternCounts } from '../../../domain/unify/model.ts';
import { evidenceOf, placeValues } from '../../../domain/unify/model.ts';
import type { Comparison, UnifyPlan } from '../../../domain/unify/plan.ts';
import { numberColumns, numberOf, rowsOf } from '../read-columns.ts';

/** The level of a comparison as a number: 0 is missing, 1 the first level. */
const levelOf = ({ missing, levels }: Comparison): string =>
  `CASE WHEN ${missing} THEN 0 ${levels
    .map(({ when }, index) =>
      index === levels.length - 1 ? `ELSE ${index + 1}` : `WHEN ${when} THEN ${index + 1}`,
    )
    .join(' ')} END`;

/** Evidence of the rarity of the values that agree, for one comparison whose level is known. */
const rarityOf = ({ levels }: Comparison, level: string): string => {
  const cases = levels.flatMap(({ rarity }, index) =>
    rarity === undefined ? [] : [`WHEN ${index + 1} THEN rare_${rarity}`],
  );
  return cases.length === 0 ? '0' : `coalesce(CASE ${level} ${cases.join(' ')} END, 0)`;
};

/** About `wanted` random pairs: chosen by hashes of the records' numbers, so always the same ones. */
const randomPairs = (records: number, wanted: number): string =>
  (records * (records - 1)) / 2 <= wanted
    ? 'SELECT a.idx AS l, b.idx AS r FROM unify_features a, unify_features b WHERE a.idx < b.idx'
    : `SELECT l, r FROM (SELECT (hash(i) % ${records})::INTEGER AS l, (hash(i, 1) % ${records})::INTEGER AS r
        FROM range(${wanted}) t(i)) WHERE l <> r`;

/** The features `l.…` and `r.…` as columns of one row. */
const beside = (sql: string): string => sql.replaceAll(/\b([lr])\.(\w+)/g, '$1_$2');

/** The mark of random pairs among the rules that brought a pair. */
const random = -1;

/**
 * Compares all pairs of `unify_pairs`, and some random ones, into the temporary table `unify_compared`:
 * the numbers of the records, the rules, the pattern of levels, and the evidence of rare values in bits.
 */
export async function comparePairs(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  { records, randomly }: { readonly records: number; readonly randomly: number },
): Promise<void> {
  const places = placeValues(plan.comparisons);
  const parts = new Map(
    plan.comparisons.flatMap(({ parts: own = [] }) => own.map(({ name, sql }) => [name, sql])),
  );
  const levels = plan.comparisons.map((comparison, c) => `${levelOf(comparison)} AS c${c}`);
  const asked = [...parts.values(), ...levels].join(' ');
  const features = new Set([...asked.matchAll(/\b([lr])\.(\w+)/g)].map(([cell]) => cell));
  const rarity = plan.comparisons.map((comparison, c) => rarityOf(comparison, `c${c}`));
  const rare = new Set(
    plan.comparisons.flatMap(({ levels: each }) => each.flatMap(({ rarity: of }) => of ?? [])),
  );
  const pair = ['p.l', 'p.r', 'p.rules', ...[...rare].map((feature) => `q.rare_${feature}`)];
  const pattern = plan.comparisons.map((_, c) => `c${c}::BIGINT * ${places[c] ?? 1}`);
  // Cells, parts and levels stand in a query each: an alias beside its own text would have that text inserted at every mention.
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_compared AS
    SELECT l, r, rules, ${['0::BIGINT', ...pattern].join(' + ')} AS pattern, (${['0', ...rarity].join(' + ')})::FLOAT AS rare
    FROM (SELECT ${['*', ...levels.map(beside)].join(', ')}
    FROM (SELECT ${['*', ...[...parts].map(([name, sql]) => `${beside(sql)} AS ${name}`)].join(', ')}
    FROM (SELECT ${[...pair, ...[...features].map((cell) => `${cell} AS ${beside(cell)}`)].join(', ')}
      FROM (SELECT l, r, rules FROM unify_pairs UNION ALL SELECT l, r, ${random} FROM (${randomPairs(records, randomly)})) p
      JOIN unify_features l ON l.idx = p.l JOIN unify_features r ON r.idx = p.r JOIN unify_rarity q ON q.idx = p.l)))`);
}

/** How often each pattern occurs among random pairs and among those that the rules brought. */
export async function countPatterns(
  connection: DuckDBConnection,
): Promise<{ random: PatternCounts; compared: PatternCounts }> {
  const among = async (where: string): Promise<PatternCounts> => {
    const [patterns = [], rules = [], counts = []] = await numberColumns(
      connection,
      `SELECT pattern, rules, count(*) FROM unify_compared WHERE ${where} GROUP BY ALL ORDER BY ALL`,
    );
    return { patterns, rules, counts };
  };
  return { random: await among(`rules = ${random}`), compared: await among(`rules <> ${random}`) };
}

/** Gives every compared pair its evidence in bits, in the temporary table `unify_scored` (l, r, pattern, bits). */
export async function scorePairs(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  model: MatchModel,
): Promise<void> {
  const patterns = await rowsOf(connection, 'SELECT DISTINCT pattern FROM unify_compared');
  await connection.run('CREATE OR REPLACE TEMP TABLE unify_weights (pattern BIGINT, bits DOUBLE)');
  const appender = await connection.createAppender('unify_weights', null, 'temp');
  const evidence = evidenceOf(plan, model);
  for (const [pattern] of patterns) {
    appender.appendBigInt(BigInt(numberOf(pattern)));
    appender.appendDouble(evidence(numberOf(pattern)));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_scored AS
    SELECT l, r, pattern, bits + rare AS bits FROM unify_compared JOIN unify_weights USING (pattern) WHERE rules <> ${random}`);
  await connection.run('DROP TABLE unify_compared');
}
