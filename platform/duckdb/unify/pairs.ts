import type { DuckDBConnection } from '@duckdb/node-api';
import { blockLimits } from '../../../domain/unify/block-limits.ts';
import type { UnifyPlan } from '../../../domain/unify/plan.ts';
import { numberOf, rowsOf } from '../read-columns.ts';

/** What one blocking rule brought. */
export interface RuleOutcome {
  readonly rule: string;
  /** Blocks too large for the budget of pairs: cut by a finer key, or left out. */
  readonly cut: number;
  readonly skipped: number;
  /** Records of blocks that were left out. */
  readonly skippedRecords: number;
  /** The largest block that was compared whole. */
  readonly limit: number | null;
}

const sizes = `SELECT key, any_value(rule) AS rule, count(*) AS size FROM unify_keys GROUP BY key HAVING size > 1`;

async function writeKeys(connection: DuckDBConnection, plan: UnifyPlan): Promise<void> {
  const parts = plan.blocking.map(({ key, list }, rule) =>
    list === true
      ? `SELECT ${rule}::UTINYINT AS rule, hash(k, ${rule}) AS key, idx FROM (SELECT idx, unnest(${key}) AS k FROM unify_features)`
      : `SELECT ${rule}::UTINYINT AS rule, hash(k, ${rule}) AS key, idx FROM (SELECT idx, ${key} AS k FROM unify_features) WHERE k IS NOT NULL`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_keys AS ${parts.join(' UNION ALL ')}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_sizes AS ${sizes}`);
}

/**
 * The largest block that is compared whole where the rule has a finer key, even within the budget: in larger ones hundreds of
 * pairs of different things meet for each pair of one thing that no other rule brings.
 */
const mostWhole = 20;

async function limitsOf(connection: DuckDBConnection, rules: number, budget: number): Promise<number[]> {
  const found = await rowsOf(
    connection,
    'SELECT rule, size, count(*) FROM unify_sizes GROUP BY ALL ORDER BY ALL',
  );
  return blockLimits(
    found.map(([rule, size, blocks]) => ({
      rule: numberOf(rule),
      size: numberOf(size),
      blocks: numberOf(blocks),
    })),
    rules,
    budget,
  );
}

const limitOf = (limits: readonly number[], rule = 'rule'): string =>
  `CASE ${rule} ${limits.map((limit, number) => `WHEN ${number} THEN ${Number.isFinite(limit) ? limit : 2_000_000_000}`).join(' ')} END`;

/** The records of blocks that are not compared whole, with their rule's finer key. */
async function writeFiner(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  whole: readonly number[],
): Promise<void> {
  const finer = plan.blocking
    .map(({ finer: expression }, rule) => (expression === undefined ? '' : `WHEN ${rule} THEN ${expression}`))
    .join(' ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_finer AS
    SELECT rule, key, idx, size, CASE WHEN finer IS NOT NULL THEN hash(finer) END AS finer FROM (
      SELECT k.rule, k.key, k.idx, s.size, CASE k.rule ${finer} ELSE NULL END AS finer
      FROM unify_keys k JOIN unify_sizes s ON s.key = k.key JOIN unify_features f ON f.idx = k.idx
      WHERE s.size > ${limitOf(whole, 'k.rule')})`);
}

/**
 * Writes `unify_kept`: the records of each block. Of a block within its rule's limit that is not compared whole, two records meet
 * unless both have a finer key and those differ; beyond the limit they meet where the finer key is the same.
 */
async function writeKept(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  limits: readonly number[],
  whole: readonly number[],
): Promise<void> {
  await writeFiner(connection, plan, whole);
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_cut AS SELECT rule, hash(key, finer) AS key, idx
    FROM unify_finer WHERE finer IS NOT NULL AND size > ${limitOf(limits)}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_kept AS
    SELECT k.rule, k.key, k.idx, NULL::UBIGINT AS finer FROM unify_keys k JOIN unify_sizes s ON s.key = k.key
    WHERE s.size <= ${limitOf(whole, 'k.rule')}
    UNION ALL
    SELECT rule, key, idx, finer FROM unify_finer WHERE size <= ${limitOf(limits)}
    UNION ALL
    SELECT c.rule, c.key, c.idx, NULL FROM unify_cut c JOIN (SELECT key, count(*) AS size FROM unify_cut GROUP BY key) s
      ON s.key = c.key WHERE s.size BETWEEN 2 AND ${limitOf(limits, 'c.rule')}`);
  for (const table of ['unify_finer', 'unify_cut']) await connection.run(`DROP TABLE ${table}`);
}

/**
 * Brings together the pairs worth comparing, in the temporary table `unify_pairs` (l < r, and the rules as bits).
 * Blocks beyond the budget are cut by a finer key or left out, which is reported per rule.
 */
export async function writePairs(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  { records, budget }: { readonly records: number; readonly budget: number },
): Promise<{ pairs: number; rules: RuleOutcome[] }> {
  await writeKeys(connection, plan);
  const limits = await limitsOf(connection, plan.blocking.length, budget);
  const whole = limits.map((limit, rule) =>
    plan.blocking[rule]?.finer === undefined ? limit : Math.min(limit, mostWhole),
  );
  await writeKept(connection, plan, limits, whole);
  const outcomes = await rowsOf(
    connection,
    `SELECT rule, count(*) AS blocks, sum(size) AS records FROM unify_sizes WHERE size > ${limitOf(limits)} GROUP BY rule ORDER BY rule`,
  );
  const blocked = `SELECT a.idx AS l, b.idx AS r, 1 << a.rule AS rule
    FROM unify_kept a JOIN unify_kept b ON a.key = b.key AND a.idx < b.idx
      AND (a.finer IS NULL OR b.finer IS NULL OR a.finer = b.finer)`;
  // Few records are compared each with each, which no blocking rule can surpass.
  const every = `SELECT a.idx AS l, b.idx AS r, 0 AS rule FROM unify_features a, unify_features b WHERE a.idx < b.idx`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_pairs AS SELECT l, r, bit_or(rule)::INTEGER AS rules
    FROM (${blocked}${(records * (records - 1)) / 2 <= budget ? ` UNION ALL ${every}` : ''}) GROUP BY ALL`);
  for (const table of ['unify_keys', 'unify_sizes', 'unify_kept'])
    await connection.run(`DROP TABLE ${table}`);
  const [[pairs] = []] = await rowsOf(connection, 'SELECT count(*) FROM unify_pairs');
  const beyond = new Map(
    outcomes.map(([rule, blocks, records]) => [numberOf(rule), [numberOf(blocks), numberOf(records)]]),
  );
  return {
    pairs: numberOf(pairs),
    rules: plan.blocking.map(({ name, finer }, rule) => {
      const [blocks = 0, records = 0] = beyond.get(rule) ?? [];
      const found = limits[rule] ?? Infinity;
      const limitShown = Number.isFinite(found) ? found : null;
      return finer === undefined
        ? { rule: name, cut: 0, skipped: blocks, skippedRecords: records, limit: limitShown }
        : { rule: name, cut: blocks, skipped: 0, skippedRecords: 0, limit: limitShown };
    }),
  };
}
