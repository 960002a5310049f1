import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import Cursor from 'pg-cursor';
import { from as copyFrom } from 'pg-copy-streams';
import { idColumn, viewNames } from '../../../domain/dcl/views.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { GenerationCounts } from '../../../platform/database/tables/dcl.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { literal } from '../../../platform/duckdb/open-duckdb.ts';
import { readRows, textOf } from '../../../platform/duckdb/read-columns.ts';
import { fieldNames } from './workshop.ts';
import type { Workshop } from './workshop.ts';
import { published } from './write-views.ts';

/** How one table of PostgreSQL is brought up to date. */
interface Sync {
  readonly table: string;
  /** Columns of the key, without the tenant. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Rows as they should be, with `columns` and a hash over them, as a query of DuckDB. */
  readonly wanted: string;
  /** The same hash of the rows that there are, as an expression over the table. */
  readonly stored: string;
}

export interface SyncCounts {
  readonly written: number;
  readonly removed: number;
}

const portion = 10_000;

/** Reads key and hash of every row that there is into the table `known` of DuckDB. */
const loadKnown = async (
  { duck }: Workshop,
  { client, tenantId }: TenantTransaction,
  { table, key, stored }: Sync,
): Promise<void> => {
  await duck.run(
    `CREATE OR REPLACE TABLE known (${key.map((name) => `${name} VARCHAR`).join(', ')}, hash VARCHAR)`,
  );
  const appender = await duck.createAppender('known');
  const text = `select ${key.join(', ')}, ${stored} as hash from au.${table} where tenant_id = $1`;
  const cursor = client.query(new Cursor<string[]>(text, [tenantId], { rowMode: 'array' }));
  for (;;) {
    const rows = await cursor.read(portion);
    if (rows.length === 0) break;
    for (const row of rows) {
      for (const cell of row) appender.appendVarchar(cell);
      appender.endRow();
    }
    appender.flushSync();
  }
  await cursor.close();
  appender.closeSync();
};

/** Brings a result of DuckDB into a table of PostgreSQL, as CSV by COPY. */
const copyOver = async (
  { duck }: Workshop,
  { client }: TenantTransaction,
  copy: { readonly query: string; readonly into: string; readonly file: string },
): Promise<void> => {
  await duck.run(`COPY (${copy.query}) TO ${literal(copy.file)} (FORMAT csv, HEADER false, NULLSTR '')`);
  await pipeline(
    createReadStream(copy.file, { highWaterMark: 1 << 18 }),
    client.query(copyFrom(`copy ${copy.into} from stdin (format csv)`)),
  );
  await rm(copy.file);
};

const sync = async (
  workshop: Workshop,
  transaction: TenantTransaction,
  task: Sync,
  file: string,
): Promise<SyncCounts> => {
  const { duck } = workshop;
  const { client, tenantId } = transaction;
  const { table, key, columns, wanted } = task;
  await loadKnown(workshop, transaction, task);
  const same = key.map((name) => `k.${name} = w.${name}`).join(' AND ');
  const stage = `stage_${table}`;
  await client.query(`create temp table ${stage} (like au.${table}) on commit drop`);
  await copyOver(workshop, transaction, {
    query: `SELECT ${literal(tenantId)}, ${columns.map((name) => `w.${name}`).join(', ')}
      FROM (${wanted}) w LEFT JOIN known k ON ${same} WHERE k.hash IS DISTINCT FROM w.hash`,
    into: `${stage} (tenant_id, ${columns.join(', ')})`,
    file,
  });
  const { rowCount } = await client.query(
    `insert into au.${table} (tenant_id, ${columns.join(', ')}) select tenant_id, ${columns.join(', ')} from ${stage}
     on conflict (tenant_id, ${key.join(', ')}) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  );
  await duck.run(
    `CREATE OR REPLACE TABLE gone AS SELECT k.* FROM known k ANTI JOIN (${wanted}) w ON ${same}`,
  );
  let removed = 0;
  const remove = async (rows: readonly (readonly string[])[]): Promise<void> => {
    if (rows.length === 0) return;
    const lists = key.map((_, at) => rows.map((row) => row[at] ?? ''));
    await client.query(
      `delete from au.${table} t using unnest(${key.map((_, at) => `$${at + 2}::text[]`).join(', ')}) g(${key.join(', ')})
       where t.tenant_id = $1 and ${key.map((name) => `t.${name} = g.${name}`).join(' and ')}`,
      [tenantId, ...lists],
    );
    removed += rows.length;
  };
  const rows: string[][] = [];
  await readRows(duck, `SELECT ${key.join(', ')} FROM gone`, (row) => {
    rows.push(row.map((cell) => textOf(cell) ?? ''));
  });
  for (let at = 0; at < rows.length; at += portion) await remove(rows.slice(at, at + portion));
  await duck.run('DROP TABLE gone');
  await duck.run('DROP TABLE known');
  return { written: rowCount ?? 0, removed };
};

const viewSync = (entity: Entity): Sync => {
  const id = idColumn(entity);
  const said = [id, ...fieldNames(entity), 'extras', 'sources', 'provenance'];
  const cells = said.map((name) => `coalesce(${name}::VARCHAR, chr(1))`).join(`, chr(31), `);
  return {
    table: `materialized_${viewNames[entity]}`,
    key: [id],
    columns: [...said, 'row_hash', 'generation'],
    wanted: `SELECT *, '\\x' || hash AS row_hash FROM (
      SELECT ${said.join(', ')}, generation, md5(concat(${cells})) AS hash FROM ${published}.${viewNames[entity]})`,
    stored: `encode(row_hash, 'hex')`,
  };
};

/** Members whose golden id cannot be told from the record alone. */
const memberSync: Sync = {
  table: 'golden_members',
  key: ['entity', 'record_key'],
  columns: ['entity', 'record_key', 'golden_id', 'connection_id', 'source_object', 'record_id', 'confidence'],
  wanted: `SELECT *, concat_ws(' ', golden_id, connection_id, source_object, (confidence * 1000)::INTEGER) AS hash
    FROM ${published}.golden_members WHERE entity IN ('account', 'contact', 'opportunity')`,
  stored: `concat_ws(' ', golden_id, connection_id, source_object, (confidence * 1000)::integer)`,
};

/**
 * Brings the materialised views and the members up to date with the attached file, row by row where a row differs, in the
 * caller's transaction.
 * @param folder where the rows stand on their way
 */
export const syncTables = async (
  workshop: Workshop,
  transaction: TenantTransaction,
  entities: readonly Entity[],
  files: { readonly copy: string },
): Promise<SyncCounts> => {
  // Times without a zone are UTC.
  await transaction.client.query(`set local timezone = 'UTC'`);
  let [written, removed] = [0, 0];
  for (const task of [...entities.map(viewSync), memberSync]) {
    const counts = await sync(workshop, transaction, task, files.copy);
    written += task === memberSync ? 0 : counts.written;
    removed += task === memberSync ? 0 : counts.removed;
    if (task !== memberSync)
      workshop.tell({
        step: 'publish',
        text: `${task.table}: ${counts.written} rows written`,
        rows: written,
      });
  }
  return { written, removed };
};

/** Stores where ids that are no more lead now, also those that led to one of them, and forgets redirects of ids that live again. */
export const syncRedirects = async (
  { client, tenantId }: TenantTransaction,
  entity: Entity,
  redirects: ReadonlyMap<string, string>,
  generation: number,
): Promise<void> => {
  const from = [...redirects.keys()];
  const to = [...redirects.values()];
  await client.query(
    `update au.golden_redirects r set to_id = n.to_id, generation = $5 from unnest($3::text[], $4::text[]) n(from_id, to_id)
     where r.tenant_id = $1 and r.entity = $2 and r.to_id = n.from_id`,
    [tenantId, entity, from, to, generation],
  );
  await client.query(
    `insert into au.golden_redirects (tenant_id, entity, from_id, to_id, generation)
     select $1, $2, n.from_id, n.to_id, $5 from unnest($3::text[], $4::text[]) n(from_id, to_id)
     on conflict (tenant_id, entity, from_id) do update set to_id = excluded.to_id, generation = excluded.generation`,
    [tenantId, entity, from, to, generation],
  );
  const table = `au.materialized_${viewNames[entity]}`;
  const id = idColumn(entity);
  await client.query(
    `delete from au.golden_redirects r where r.tenant_id = $1 and r.entity = $2 and (
       exists (select from ${table} m where m.tenant_id = $1 and m.${id} = r.from_id)
       or not exists (select from ${table} m where m.tenant_id = $1 and m.${id} = r.to_id))`,
    [tenantId, entity],
  );
};

/** From this share of changed rows on the planner's knowledge of the views is renewed at once. */
const changedShare = 0.1;

/**
 * Has PostgreSQL look the views over where much of them is new: until it does, filtered and sorted lists are planned as if the
 * tables were small. It does so by itself a while later, so a failure is let be.
 */
export const refreshStatistics = async (
  pool: pg.Pool,
  tenantId: TenantId,
  { written, removed, golden }: Pick<GenerationCounts, 'written' | 'removed' | 'golden'>,
): Promise<void> => {
  const rows = Object.values(golden).reduce((sum, count) => sum + count, 0);
  if (written + removed <= changedShare * rows) return;
  await withTenant(pool, tenantId, ({ client }) => client.query('select au.analyze_views()')).catch(
    () => undefined,
  );
};
