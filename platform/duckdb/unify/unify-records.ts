import { DOUBLE, DuckDBDataChunk, INTEGER } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { pairBudget } from '../../../domain/unify/block-limits.ts';
import { clusterOptions, clusterRecords } from '../../../domain/unify/cluster.ts';
import type { ScoredPairs } from '../../../domain/unify/cluster.ts';
import { confidences } from '../../../domain/unify/confidence.ts';
import { hardLinks } from '../../../domain/unify/constraints.ts';
import type { Constraint } from '../../../domain/unify/constraints.ts';
import { estimateModel } from '../../../domain/unify/estimate.ts';
import type { MatchModel } from '../../../domain/unify/model.ts';
import type { Extra, UnifiedEntity, UnifyPlan } from '../../../domain/unify/plan.ts';
import { planFor, planForValues } from '../../../domain/unify/plan-for.ts';
import { literal } from '../open-duckdb.ts';
import { numberColumns, numberOf, readRows, rowsOf, textOf } from '../read-columns.ts';
import { writeFeatures } from './features.ts';
import type { RecordsTable } from './features.ts';
import { writePairs } from './pairs.ts';
import type { RuleOutcome } from './pairs.ts';
import { comparePairs, countPatterns, scorePairs } from './score.ts';

export interface UnifyQuestion {
  readonly entity: UnifiedEntity;
  readonly records: RecordsTable;
  /** Columns outside the canonical model that tell records apart; the table holds them under `extraColumn(index)`. */
  readonly extras?: readonly Extra[];
  /** Decisions of people, oldest first. */
  readonly constraints?: readonly Constraint[];
  /** Sources that hold each thing once: two of their records are never one thing. */
  readonly exclusive?: readonly string[] | 'all';
  /** Weights estimated before; without them they are estimated from these records. */
  readonly model?: MatchModel;
  /** Pairs to compare at most; by default some per record. */
  readonly budget?: number;
}

export interface UnifyOutcome {
  readonly records: number;
  readonly clusters: number;
  /** Pairs that were compared. */
  readonly pairs: number;
  readonly rules: readonly RuleOutcome[];
  readonly plan: UnifyPlan;
  readonly model: MatchModel;
  /** Milliseconds per step. */
  readonly took: Readonly<Record<'prepare' | 'block' | 'compare' | 'estimate' | 'cluster', number>>;
}

/** Random pairs that show how often values agree by chance. */
const randomly = 100_000;

async function shareApart(connection: DuckDBConnection, records: number): Promise<number> {
  const sizes = await rowsOf(connection, 'SELECT count(*) FROM unify_features GROUP BY source');
  const within = sizes.reduce((sum, [size]) => sum + (numberOf(size) * (numberOf(size) - 1)) / 2, 0);
  const all = (records * (records - 1)) / 2;
  return sizes.length < 2 ? 0 : 1 - within / all;
}

/** The pairs that matter for grouping: likely ones, and unlikely ones between records that have a likely one. */
async function readPairs(connection: DuckDBConnection): Promise<ScoredPairs> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_likely AS
    SELECT DISTINCT idx FROM (SELECT l AS idx FROM unify_scored WHERE bits >= ${clusterOptions.threshold}
      UNION ALL SELECT r FROM unify_scored WHERE bits >= ${clusterOptions.threshold})`);
  const [left = [], right = [], bits = []] = await numberColumns(
    connection,
    `SELECT l, r, bits FROM unify_scored WHERE bits >= ${clusterOptions.threshold}
      OR (l IN (SELECT idx FROM unify_likely) AND r IN (SELECT idx FROM unify_likely))`,
  );
  return { left: Int32Array.from(left), right: Int32Array.from(right), bits: Float64Array.from(bits) };
}

async function numbersOfKeys(
  connection: DuckDBConnection,
  constraints: readonly Constraint[],
): Promise<Map<string, number>> {
  const keys = constraints.flatMap((constraint) =>
    constraint.kind === 'merge'
      ? constraint.records
      : constraint.kind === 'split'
        ? constraint.groups.flat()
        : [constraint.record],
  );
  if (keys.length === 0) return new Map();
  const found = await rowsOf(
    connection,
    `SELECT key, idx FROM unify_features WHERE key IN (${[...new Set(keys)].map(literal).join(', ')})`,
  );
  return new Map(found.map(([key, idx]) => [textOf(key) ?? '', numberOf(idx)]));
}

/** Per record the number of its source if that holds each thing once, else -1. */
async function exclusiveSources(
  connection: DuckDBConnection,
  records: number,
  wanted: UnifyQuestion['exclusive'],
): Promise<Int32Array | undefined> {
  if (wanted === undefined || wanted.length === 0) return undefined;
  const numbers = new Int32Array(records).fill(-1);
  const where = wanted === 'all' ? '' : `WHERE source IN (${wanted.map(literal).join(', ')})`;
  await readRows(
    connection,
    `SELECT idx, dense_rank() OVER (ORDER BY source) FROM unify_features ${where}`,
    ([idx, source]) => {
      numbers[numberOf(idx)] = numberOf(source);
    },
  );
  return numbers;
}

/** Rows of a chunk of DuckDB's. */
const chunkRows = 2_048;

/**
 * Writes `unify_clusters`: per record its cluster, named by the smallest key, and how sure it is. Most records are alone
 * beyond doubt; only the others are handed over.
 */
async function writeClusters(
  connection: DuckDBConnection,
  labels: Int32Array,
  confidence: Float64Array,
): Promise<void> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE unify_labels (idx INTEGER, label INTEGER, confidence DOUBLE)',
  );
  const company = [...labels.keys()].filter((idx) => labels[idx] !== idx || confidence[idx] !== 1);
  const appender = await connection.createAppender('unify_labels', null, 'temp');
  for (let from = 0; from < company.length; from += chunkRows) {
    const part = company.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create([INTEGER, INTEGER, DOUBLE], part.length);
    chunk.setColumns([part, part.map((idx) => labels[idx] ?? idx), part.map((idx) => confidence[idx] ?? 1)]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_clusters AS
    SELECT f.key, f.source, coalesce(c.key, f.key) AS cluster, coalesce(n.confidence, 1) AS confidence
    FROM unify_features f LEFT JOIN unify_labels n ON n.idx = f.idx LEFT JOIN unify_features c ON c.idx = n.label`);
  await connection.run('DROP TABLE unify_labels');
}

/**
 * Unifies the records of a table: normalise, bring pairs together, estimate weights, score, group.
 *
 * Leaves in the connection's temporary schema `unify_clusters` (key, source, cluster, confidence), where a cluster is
 * named by its smallest key; and for explanations `unify_features` and `unify_scored`. The same records in any order
 * give the same clusters.
 */
export async function unifyRecords(
  connection: DuckDBConnection,
  question: UnifyQuestion,
): Promise<UnifyOutcome> {
  const started = performance.now();
  const basic = planFor(question.entity, question.extras);
  const { records, given } = await writeFeatures(connection, basic, question.records);
  const plan = planForValues(basic, given, await shareApart(connection, records));
  const prepared = performance.now();
  const { pairs, rules } = await writePairs(connection, plan, {
    records,
    budget: question.budget ?? pairBudget(records),
  });
  const blocked = performance.now();
  await comparePairs(connection, plan, { records, randomly: question.model === undefined ? randomly : 0 });
  const compared = performance.now();
  const model = question.model ?? estimateModel({ plan, records, ...(await countPatterns(connection)) });
  await scorePairs(connection, plan, model);
  const scored = performance.now();
  const likely = await readPairs(connection);
  const constraints = question.constraints ?? [];
  const numbers = await numbersOfKeys(connection, constraints);
  const hard = hardLinks(constraints, (key) => numbers.get(key));
  const exclusive = await exclusiveSources(connection, records, question.exclusive);
  const labels = clusterRecords(records, likely, { ...hard, ...(exclusive && { exclusive }) });
  await writeClusters(connection, labels, confidences(labels, likely, clusterOptions.unseen));
  const clusters = labels.reduce((count, label, record) => (label === record ? count + 1 : count), 0);
  return {
    records,
    clusters,
    pairs,
    rules,
    plan,
    model,
    took: {
      prepare: prepared - started,
      block: blocked - prepared,
      compare: compared - blocked,
      estimate: scored - compared,
      cluster: performance.now() - scored,
    },
  };
}
