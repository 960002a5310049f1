import pg from 'pg';
import type { Table } from '../generate/supabase.ts';

const identifier = (name: string): string => pg.escapeIdentifier(name);

const createSql = (place: string, { columns, key }: Table): string => {
  const lines = Object.entries(columns).map(([name, type]) => `${identifier(name)} ${type}`);
  return `create table if not exists ${place} (${lines.join(', ')}, primary key (${identifier(key)}))`;
};

/** Rows that are as they should be are left alone, so that seeding twice changes nothing. */
const upsertSql = (place: string, { columns, key }: Table): string => {
  const names = Object.keys(columns).map(identifier);
  const others = names.filter((name) => name !== identifier(key));
  const row = (of: string): string => `row(${others.map((name) => `${of}.${name}`).join(', ')})`;
  return `insert into ${place} as target (${names.join(', ')})
    select ${names.join(', ')} from json_populate_recordset(null::${place}, $1::json)
    on conflict (${identifier(key)}) do update
    set ${others.map((name) => `${name} = excluded.${name}`).join(', ')}
    where ${row('target')} is distinct from ${row('excluded')}`;
};

/** A session on a database of the demo, with limits; closed whatever `work` does. */
export const withPostgres = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 15_000,
    query_timeout: 120_000,
    application_name: 'autonomos-demo',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The address of another database on the same server, made if it is missing. */
export const ensureDatabase = async (url: string, name: string): Promise<string> => {
  await withPostgres(url, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${identifier(name)}`);
  });
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
};

/** Makes what is missing and brings the rows to what they should be; answers how many were written. */
export const seedPostgres = (url: string, schema: string, tables: readonly Table[]): Promise<number> =>
  withPostgres(url, async (client) => {
    await client.query(`create schema if not exists ${identifier(schema)}`);
    let written = 0;
    for (const table of tables) {
      const place = `${identifier(schema)}.${identifier(table.name)}`;
      await client.query(createSql(place, table));
      const { rowCount } = await client.query(upsertSql(place, table), [JSON.stringify(table.rows)]);
      written += rowCount ?? 0;
    }
    return written;
  });
