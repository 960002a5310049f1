import type { DuckDBConnection } from '@duckdb/node-api';
import type { Comparison, UnifyPlan } from '../../../domain/unify/plan.ts';
import type { MatchModel, PatternCounts } from '../../../domain/unify/model.ts';
import { bitsOf, logOdds, placeValues } from '../../../domain/unify/model.ts';
import { numberOf, rowsOf } from '../read-columns.ts';

/** The level of a comparison as a number: 0 is missing, 1 the first level. */
const levelOf = ({ missing, levels }: Comparison): string =>
  `CASE WHEN ${missing} THEN 0 ${levels
    .map(({ when }, index) =>
      index === levels.length - 1 ? `ELSE ${index + 1}` : `WHEN ${when} THEN ${index + 1}`,
    )
    .join(' ')} END`;

/** Random pairs, or pairs of blocks, with their features as `l` and `r`. */
const joined = (pairs: string): string =>
  `(${pairs}) p JOIN unify_features l ON l.idx = p.l JOIN unify_features r ON r.idx = p.r`;

const patternOf = (plan: UnifyPlan): string => {
  const places = placeValues(plan.comparisons);
  return plan.comparisons
    .map((comparison, c) => `(${levelOf(comparison)})::BIGINT * ${places[c] ?? 1}`)
    .join(' + ');
};

async function countPatterns(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  pairs: string,
): Promise<PatternCounts> {
  const rows = await rowsOf(
    connection,
    `SELECT ${patternOf(plan)} AS pattern, rules, count(*) FROM ${joined(pairs)} GROUP BY ALL ORDER BY ALL`,
  );
  return {
    patterns: rows.map(([pattern]) => numberOf(pattern)),
    rules: rows.map(([, rules]) => numberOf(rules)),
    counts: rows.map(([, , count]) => numberOf(count)),
  };
}

/** Patterns of about `wanted` random pairs: chosen by hashes of the records' numbers, so always the same ones. */
export function countRandomPatterns(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  records: number,
  wanted: number,
): Promise<PatternCounts> {
  const all = (records * (records - 1)) / 2;
  if (all <= wanted) {
    return countPatterns(
      connection,
      plan,
      'SELECT a.idx AS l, b.idx AS r, 0 AS rules FROM unify_features a, unify_features b WHERE a.idx < b.idx',
    );
  }
  return countPatterns(
    connection,
    plan,
    `SELECT l, r, 0 AS rules FROM (SELECT (hash(i) % ${records})::INTEGER AS l, (hash(i, 1) % ${records})::INTEGER AS r FROM range(${wanted}) t(i)) WHERE l <> r`,
  );
}

/** Patterns of the compared pairs, of about `wanted` of them, scaled to all. */
export async function countComparedPatterns(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  pairs: number,
  wanted: number,
): Promise<PatternCounts> {
  const every = Math.max(1, Math.ceil(pairs / wanted));
  const found = await countPatterns(
    connection,
    plan,
    `SELECT * FROM unify_pairs${every === 1 ? '' : ` WHERE hash(l, r) % ${every} = 0`}`,
  );
  return { ...found, counts: found.counts.map((count) => count * every) };
}

/** A number as SQL, with all its digits. */
const sqlNumber = (value: number): string => `${Number.isFinite(value) ? value : 0}::DOUBLE`;

const evidenceOf = (
  comparison: Comparison,
  weights: MatchModel['comparisons'][number] | undefined,
  level: string,
): string => {
  const cases = comparison.levels.map(({ rarity }, index) => {
    const weight = weights?.levels[index] ?? { m: 1, u: 1 };
    const value =
      rarity === undefined
        ? sqlNumber(bitsOf(weight))
        : `${sqlNumber(Math.log2(weight.m))} + coalesce(l.rare_${rarity}, ${sqlNumber(-Math.log2(weight.u))})`;
    return `WHEN ${index + 1} THEN ${value}`;
  });
  return `CASE ${level} ${cases.join(' ')} ELSE 0 END`;
};

/** Scores every pair into the temporary table `unify_scored` (l, r, bits, pattern). */
export async function scorePairs(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  model: MatchModel,
): Promise<void> {
  const levels = plan.comparisons.map((comparison, c) => `${levelOf(comparison)} AS c${c}`);
  const evidence = plan.comparisons.map((comparison, c) =>
    evidenceOf(comparison, model.comparisons[c], `c${c}`),
  );
  const places = placeValues(plan.comparisons);
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_scored AS
    SELECT p.l, p.r, ${levels.join(', ')},
      ${[sqlNumber(logOdds(model.prior)), ...evidence].join(' + ')} AS bits,
      ${plan.comparisons.map((_, c) => `c${c}::BIGINT * ${places[c] ?? 1}`).join(' + ')} AS pattern
    FROM ${joined('SELECT l, r FROM unify_pairs')}`);
}
