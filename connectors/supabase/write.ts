/** Single records: insert, fetch, update, delete by key. Names come from the catalogue, values are bound. */
import type { Client } from 'pg';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { inTransaction, query } from './client.ts';
import type { Settings } from './client.ts';
import type { Column } from './columns.ts';
import { decoderOf } from './decode.ts';
import { encode } from './encode.ts';
import { qualified, quoted } from './identifiers.ts';
import { UnreadableValue } from './parse-json.ts';
import { currentColumns } from './read.ts';

type Values = Readonly<Record<string, Json>>;

interface Target {
  readonly client: Client;
  readonly settings: Settings;
  readonly object: SourceObject;
  readonly table: string;
  readonly columns: readonly Column[];
}

/** Locks the table lightly, reads its columns of now and runs `work` in the same transaction. */
const onTarget = <T>(
  { client, settings, object }: Pick<Target, 'client' | 'settings' | 'object'>,
  mode: 'reading' | 'writing',
  work: (target: Target) => Promise<T>,
): Promise<T> =>
  inTransaction(client, settings.config, mode, async () => {
    const table = qualified(settings.config.schema, object.name);
    await query(client, settings.config, `select from ${table} limit 0`);
    const columns = await currentColumns(client, settings, object);
    return work({ client, settings, object, table, columns });
  });

const columnNamed = ({ columns, object }: Target, name: string): Column => {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined)
    throw new Fault('validation_failed', `${object.name} has no column ${JSON.stringify(name.slice(0, 80))}`);
  return column;
};

const encoded = (target: Target, values: Values): { columns: Column[]; cells: (string | null)[] } => {
  const columns = Object.keys(values).map((name) => columnNamed(target, name));
  return { columns, cells: Object.values(values).map((value, at) => encode(columns[at] as Column, value)) };
};

/** `where` of a key, its values bound from `$first` on. */
const byKey = (
  target: Target,
  key: readonly Json[],
  first: number,
): { where: string; cells: (string | null)[] } => {
  const { object } = target;
  if (object.key.length === 0 || key.length !== object.key.length)
    throw new Fault(
      'validation_failed',
      `${object.name} has a key of ${object.key.length} columns, got ${key.length}`,
    );
  const columns = object.key.map((name) => columnNamed(target, name));
  const where = columns.map(({ name }, at) => `${quoted(name)} = $${first + at}`).join(' and ');
  return { where, cells: columns.map((column, at) => encode(column, key[at] ?? null)) };
};

const decoded = (column: Column, cell: string | null): Json => {
  try {
    return cell === null ? null : (decoderOf(column)?.(cell) ?? cell);
  } catch (error) {
    if (error instanceof UnreadableValue)
      throw new Fault('source_data_unreadable', `${column.name}: ${error.message}`);
    throw error;
  }
};

/** @throws Fault `conflict` (key exists), `validation_failed` */
export const createRecord = (
  client: Client,
  settings: Settings,
  object: SourceObject,
  values: Values,
): Promise<readonly Json[]> =>
  onTarget({ client, settings, object }, 'writing', async (target) => {
    const { columns, cells } = encoded(target, values);
    const names = columns.map(({ name }) => quoted(name)).join(', ');
    const places = columns.map((_column, at) => `$${at + 1}`).join(', ');
    const what = columns.length === 0 ? 'default values' : `(${names}) values (${places})`;
    const key = object.key.map((name) => columnNamed(target, name));
    const returning = key.length === 0 ? '' : ` returning ${key.map(({ name }) => quoted(name)).join(', ')}`;
    const { rows } = await query(
      client,
      settings.config,
      `insert into ${target.table} ${what}${returning}`,
      cells,
    );
    return key.map((column, at) => decoded(column, rows[0]?.[at] ?? null));
  });

export const fetchRecord = (
  client: Client,
  settings: Settings,
  object: SourceObject,
  key: readonly Json[],
): Promise<Values | null> =>
  onTarget({ client, settings, object }, 'reading', async (target) => {
    const { where, cells } = byKey(target, key, 1);
    const names = target.columns.map(({ name }) => quoted(name)).join(', ');
    const text = `select ${names} from ${target.table} where ${where} limit 1`;
    const { rows } = await query(client, settings.config, text, cells);
    const row = rows[0];
    if (row === undefined) return null;
    const record = Object.create(null) as Record<string, Json>;
    target.columns.forEach((column, at) => {
      record[column.name] = decoded(column, row[at] ?? null);
    });
    return record;
  });

/** A key that is not unique after all must not change several records. */
const atMostOne = (object: SourceObject, count: number): void => {
  if (count > 1)
    throw new Fault('conflict', `${object.name}: the key belongs to ${count} rows, nothing was changed`);
};

/** @throws Fault `not_found`, `conflict`, `validation_failed` */
export const updateRecord = (
  client: Client,
  settings: Settings,
  object: SourceObject,
  { key, values }: { key: readonly Json[]; values: Values },
): Promise<void> =>
  onTarget({ client, settings, object }, 'writing', async (target) => {
    const { columns, cells } = encoded(target, values);
    const by = byKey(target, key, cells.length + 1);
    const set = columns.map(({ name }, at) => `${quoted(name)} = $${at + 1}`).join(', ');
    const text =
      columns.length === 0
        ? `select from ${target.table} where ${by.where}`
        : `update ${target.table} set ${set} where ${by.where}`;
    const { count } = await query(client, settings.config, text, [...cells, ...by.cells]);
    if (count === 0) throw new Fault('not_found', `${object.name} has no record with this key`);
    atMostOne(object, count);
  });

export const deleteRecord = (
  client: Client,
  settings: Settings,
  object: SourceObject,
  key: readonly Json[],
): Promise<void> =>
  onTarget({ client, settings, object }, 'writing', async (target) => {
    const { where, cells } = byKey(target, key, 1);
    const { count } = await query(
      client,
      settings.config,
      `delete from ${target.table} where ${where}`,
      cells,
    );
    atMostOne(object, count);
  });

export const countRecords = (client: Client, settings: Settings, object: SourceObject): Promise<number> =>
  inTransaction(client, settings.config, 'reading', async () => {
    const table = qualified(settings.config.schema, object.name);
    const { rows } = await query(client, settings.config, `select count(*) from ${table}`);
    return Number(rows[0]?.[0] ?? 0);
  });
