import anyAscii from 'any-ascii';
import type { DuckDBConnection } from '@duckdb/node-api';
import { nicknames } from '../../../domain/unify/lexicon.ts';
import type { UnifyPlan } from '../../../domain/unify/plan.ts';
import { textMacros } from '../../../domain/unify/text-macros.ts';
import { identifier } from '../open-duckdb.ts';
import { readRows, rowsOf, textOf, numberOf } from '../read-columns.ts';

/** Where the records are: a table with a unique `key`, a `source`, and columns of texts. */
export interface RecordsTable {
  readonly table: string;
  /** Column of the table per column that the plan's features read; those that are missing are null. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Texts with letters beyond Latin ones, in Latin letters; the distinct ones pass through JavaScript. */
async function writeLatin(
  connection: DuckDBConnection,
  { table, columns }: RecordsTable,
): Promise<Set<string>> {
  await connection.run('CREATE OR REPLACE TEMP TABLE unify_latin (original VARCHAR, latin VARCHAR)');
  // Bytes and letters differ in number only where there are letters beyond ASCII.
  const foreign = (column: string): string => {
    const cell = identifier(column);
    return `CASE WHEN strlen(${cell}) <> length(${cell}) THEN regexp_matches(strip_accents(${cell}), '[^\\x00-\\x7F]') ELSE false END`;
  };
  const given = [...columns.entries()];
  if (given.length === 0) return new Set();
  const [found = []] = await rowsOf(
    connection,
    `SELECT ${given.map(([, column]) => `coalesce(bool_or(${foreign(column)}), false)`).join(', ')} FROM ${identifier(table)}`,
  );
  const touched = given.filter((_, index) => found[index] === true);
  if (touched.length === 0) return new Set();
  const distinct = touched.map(([, column]) => {
    const name = identifier(column);
    return `SELECT ${name} AS original FROM ${identifier(table)} WHERE ${foreign(column)}`;
  });
  const texts: string[] = [];
  await readRows(connection, `SELECT DISTINCT original FROM (${distinct.join(' UNION ALL ')})`, ([text]) => {
    texts.push(textOf(text) ?? '');
  });
  const appender = await connection.createAppender('unify_latin', null, 'temp');
  for (const text of texts) {
    appender.appendVarchar(text);
    appender.appendVarchar(anyAscii(text));
    appender.endRow();
  }
  appender.closeSync();
  return new Set(touched.map(([name]) => name));
}

async function writeMacros(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE unify_nicknames (nickname VARCHAR, canonical VARCHAR)');
  const appender = await connection.createAppender('unify_nicknames', null, 'temp');
  const known = new Set<string>();
  for (const [canonical = '', ...others] of nicknames) {
    for (const name of [canonical, ...others]) {
      if (known.has(name)) continue;
      known.add(name);
      appender.appendVarchar(name);
      appender.appendVarchar(canonical);
      appender.endRow();
    }
  }
  appender.closeSync();
  for (const macro of textMacros) await connection.run(`CREATE OR REPLACE TEMP MACRO ${macro}`);
}

/**
 * Writes `unify_rarity`: per record, in `rare_…` columns, the evidence in bits of another sharing its value by chance. A value
 * that every source holds once is counted as seen by chance as often as values come again within the sources: family names do,
 * names of companies hardly ever. Values stand as their hashes, which are cheaper to group and to join.
 */
async function writeRarity(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  given: ReadonlySet<string>,
): Promise<void> {
  const counted = plan.features.filter(({ name, counted: wanted }) => wanted === true && given.has(name));
  for (const { name } of counted) {
    await connection.run(`CREATE OR REPLACE TEMP TABLE unify_rare_${name} AS
      WITH held AS (SELECT hash(${name}) AS value, source, count(*) AS n FROM unify_features WHERE ${name} IS NOT NULL GROUP BY ALL),
      total AS (SELECT sum(n) AS n, sum(n - 1) / sum(n) AS again FROM held)
      SELECT value, -log2((sum(held.n) - count(*) + greatest(0.05, least(0.5, any_value(total.again)))) / any_value(total.n))::FLOAT AS bits
      FROM held, total GROUP BY value HAVING sum(held.n) > 1`);
  }
  const joins = counted.map(
    ({ name }) => `LEFT JOIN unify_rare_${name} ON unify_rare_${name}.value = hash(v.${name})`,
  );
  const bits = plan.features
    .filter(({ counted: wanted }) => wanted === true)
    .map(({ name }) => `${given.has(name) ? `unify_rare_${name}.bits` : 'NULL::FLOAT'} AS rare_${name}`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE unify_rarity AS SELECT ${['v.idx', ...bits].join(', ')} FROM unify_features v ${joins.join(' ')}`,
  );
  for (const { name } of counted) await connection.run(`DROP TABLE unify_rare_${name}`);
}

/**
 * The features over the inputs, each stage a query over the one before: an expression that named another's alias would
 * have that one's text inserted at every mention.
 */
function inStages({ features }: UnifyPlan, given: string): string {
  const stageOf = new Map<string, number>();
  for (const { name, sql } of features) {
    const words = new Set(sql.match(/\w+/g));
    const below = [...stageOf].filter(([other]) => words.has(other)).map(([, stage]) => stage + 1);
    stageOf.set(name, Math.max(0, ...below));
  }
  const last = Math.max(0, ...stageOf.values());
  return Array.from({ length: last + 1 }, (_, stage) => stage).reduce((inner, stage) => {
    const made = features.filter(({ name }) => stageOf.get(name) === stage);
    const cells = made.map(({ name, sql, nickname }) =>
      nickname === true ? `coalesce(nick_${name}.canonical, ${sql}) AS ${name}` : `${sql} AS ${name}`,
    );
    const nicks = made
      .filter(({ nickname }) => nickname === true)
      .map(({ name, sql }) => `LEFT JOIN unify_nicknames nick_${name} ON nick_${name}.nickname = ${sql}`);
    return `SELECT s.*, ${cells.join(', ')} FROM (${inner}) s ${nicks.join(' ')}`;
  }, given);
}

/**
 * Normalises the records into the temporary table `unify_features`, numbered in the order of their keys.
 *
 * @returns how many records there are, and the features of which at least one has a value
 */
export async function writeFeatures(
  connection: DuckDBConnection,
  plan: UnifyPlan,
  records: RecordsTable,
): Promise<{ records: number; given: Set<string> }> {
  const foreign = await writeLatin(connection, records);
  await writeMacros(connection);
  const inputs = [...records.columns.entries()].map(([name, column]) => {
    const cell = `t.${identifier(column)}`;
    const latin = foreign.has(name) ? `coalesce(${identifier(`latin_${name}`)}.latin, ${cell})` : cell;
    return `au_clean(${latin}) AS ${identifier(name)}`;
  });
  const latins = [...foreign].map((name) => {
    const table = identifier(`latin_${name}`);
    return `LEFT JOIN unify_latin ${table} ON ${table}.original = t.${identifier(records.columns.get(name) ?? name)}`;
  });
  const missing = plan.inputs
    .filter((name) => !records.columns.has(name))
    .map((name) => `NULL::VARCHAR AS ${identifier(name)}`);
  // Only the keys are sorted: with their records they are five times as slow.
  await connection.run(`CREATE OR REPLACE TEMP TABLE unify_order AS
    SELECT rowid AS place, (row_number() OVER (ORDER BY key) - 1)::INTEGER AS idx FROM ${identifier(records.table)}`);
  const given = `SELECT o.idx, t.key, t.source, ${[...inputs, ...missing].join(', ')}
    FROM ${identifier(records.table)} t JOIN unify_order o ON o.place = t.rowid ${latins.join(' ')}`;
  const names = plan.features.filter(({ helper }) => helper !== true).map(({ name }) => name);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE unify_features AS SELECT idx, key, source, ${names.join(', ')} FROM (${inStages(plan, given)})`,
  );
  const [counts = []] = await rowsOf(
    connection,
    `SELECT count(*), ${names.map((name) => `count(${name})`).join(', ')} FROM unify_features`,
  );
  const held = new Set(names.filter((_, index) => numberOf(counts[index + 1]) > 0));
  await writeRarity(connection, plan, held);
  return { records: numberOf(counts[0]), given: held };
}
