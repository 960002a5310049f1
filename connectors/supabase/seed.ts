/** Fills a test database: tables that are missing are made, rows are put in or brought up to date by key. */
import type { Client } from 'pg';
import type { Cell, Json } from '../../domain/json.ts';
import type { SourceField, SourceObject } from '../../domain/schema/types.ts';
import type { SeedObject } from '../contract.ts';
import { inTransaction, query } from './client.ts';
import type { Settings } from './client.ts';
import { qualified, quoted } from './identifiers.ts';
import { columnTypeOf } from './native-type.ts';

const rowsAtOnce = 2000;

const createSql = (table: string, object: SourceObject): string => {
  const columns = object.fields.map(
    (field) => `${quoted(field.name)} ${columnTypeOf(field)}${field.nullable ? '' : ' not null'}`,
  );
  const key = object.key.length === 0 ? [] : [`primary key (${object.key.map(quoted).join(', ')})`];
  return `create table if not exists ${table} (${[...columns, ...key].join(', ')})`;
};

/** An existing row is touched only where it differs, so that seeding twice changes nothing, not even triggers run. */
const upsertSql = (table: string, object: SourceObject): string => {
  const names = object.fields.map(({ name }) => quoted(name));
  const list = names.join(', ');
  const others = object.fields
    .filter(({ name }) => !object.key.includes(name))
    .map(({ name }) => quoted(name));
  const insert = `insert into ${table} as target (${list}) overriding system value
    select ${list} from json_populate_recordset(null::${table}, $1::json)`;
  if (object.key.length === 0) return insert;
  const conflict = `on conflict (${object.key.map(quoted).join(', ')})`;
  if (others.length === 0) return `${insert} ${conflict} do nothing`;
  const rowText = (of: string): string => `row(${others.map((name) => `${of}.${name}`).join(', ')})::text`;
  return `${insert} ${conflict} do update set ${others.map((name) => `${name} = excluded.${name}`).join(', ')}
    where ${rowText('target')} is distinct from ${rowText('excluded')}`;
};

const isBinary = ({ type, nativeType }: SourceField): boolean => type === 'binary' || nativeType === 'bytea';

const cellOf = (field: SourceField, cell: Cell): Json => {
  if (cell === undefined || cell === null) return null;
  if (isBinary(field) && typeof cell === 'string') return `\\x${Buffer.from(cell, 'base64').toString('hex')}`;
  return cell;
};

/** Rows as JSON objects without prototype: a column named `__proto__` is a column. */
const jsonRows = (object: SourceObject, rows: readonly (readonly Cell[])[]): string =>
  JSON.stringify(
    rows.map((cells) => {
      const row = Object.create(null) as Record<string, Json>;
      object.fields.forEach((field, at) => {
        row[field.name] = cellOf(field, cells[at]);
      });
      return row;
    }),
  );

const isFilled = async (client: Client, settings: Settings, table: string): Promise<boolean> =>
  (await query(client, settings.config, `select from ${table} limit 1`)).count > 0;

/** An object without a key is filled only while it is empty. */
export const seedObject = (client: Client, settings: Settings, { object, rows }: SeedObject): Promise<void> =>
  inTransaction(client, settings.config, 'writing', async () => {
    const { config } = settings;
    const table = qualified(config.schema, object.name);
    await query(client, config, `create schema if not exists ${quoted(config.schema)}`);
    await query(client, config, createSql(table, object));
    if (object.key.length === 0 && (await isFilled(client, settings, table))) return;
    const upsert = upsertSql(table, object);
    for (let at = 0; at < rows.length; at += rowsAtOnce)
      await query(client, config, upsert, [jsonRows(object, rows.slice(at, at + rowsAtOnce))]);
  });
