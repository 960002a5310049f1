/**
 * The SQL of one page. An object with a key is walked in the order of the key's own index (its collation, so that the
 * comparison and the index agree); all others in the order of a hash of the row, which is the same however the server
 * finds the rows. Values reach the server as bound parameters of set_config, because COPY itself takes none.
 */
import type { ReadRequest } from '../contract.ts';
import { Fault } from '../../domain/faults.ts';
import { quoted } from './identifiers.ts';
import type { Column } from './columns.ts';
import { digestOf } from './cursor.ts';
import type { Cursor } from './cursor.ts';

export interface Scan {
  readonly columns: readonly Column[];
  /** Columns of the unique key in use; empty: the order is that of the row's hash. */
  readonly key: readonly Column[];
  readonly order: readonly string[];
  readonly change: { readonly column: Column; readonly low: string } | null;
}

interface PageSql {
  readonly text: string;
  /** Names and values for set_config. */
  readonly settings: readonly (readonly [name: string, value: string])[];
}

/** Change fields of these types, and how far a read steps back: late commits carry old times and old numbers. */
const overlaps: Readonly<Record<string, string>> = {
  timestamptz: "- interval '10 minutes'",
  timestamp: "- interval '10 minutes'",
  date: "- interval '10 minutes'",
  int2: '- 1000',
  int4: '- 1000',
  int8: '- 1000',
};

/** The server's clock in each type; a change value of the future must not hide later changes. */
const clocks: Readonly<Record<string, string>> = {
  timestamptz: 'now()',
  timestamp: "(now() at time zone 'UTC')",
  date: "(now() at time zone 'UTC')::date",
};

const find = (columns: readonly Column[], name: string): Column | undefined =>
  columns.find((column) => column.name === name);

/** @throws Fault `key_lost` when a key column is gone */
const keyColumns = (columns: readonly Column[], request: ReadRequest): Column[] =>
  request.key.map((name) => {
    const column = find(columns, name);
    if (column === undefined)
      throw new Fault(
        'key_lost',
        `${request.object.name} no longer has its key column ${JSON.stringify(name)}`,
      );
    return column;
  });

/** The key in use is unique and free of nulls only if the catalogue said so. */
const isProvenKey = (request: ReadRequest): boolean =>
  request.key.length > 0 &&
  request.key.length === request.object.key.length &&
  request.key.every((name) => request.object.key.includes(name));

/** @throws Fault `key_lost` when it is gone, `source_config_invalid` when its type has no order in time */
export const changeColumn = (columns: readonly Column[], request: ReadRequest): Column | null => {
  if (request.mode === 'full' || request.changeField === null) return null;
  const column = find(columns, request.changeField);
  const place = `${request.object.name}.${request.changeField}`;
  if (column === undefined) throw new Fault('key_lost', `The change field ${place} is gone`);
  if (!Object.hasOwn(overlaps, column.type))
    throw new Fault(
      'source_config_invalid',
      `${place} is ${column.nativeType}: take a date, a time or an integer`,
    );
  return column;
};

export const planScan = (
  columns: readonly Column[],
  request: ReadRequest,
  what: 'rows' | 'keys',
  low: string | null,
): Scan => {
  const key = keyColumns(columns, request);
  const change = what === 'rows' ? changeColumn(columns, request) : null;
  const proven = isProvenKey(request);
  const read = what === 'keys' && key.length > 0 ? key : columns;
  return {
    columns: read,
    key: proven ? key : [],
    order: proven ? key.map((column) => column.name) : ['#', digestOf(read.map((column) => column.name))],
    change: change === null || low === null ? null : { column: change, low },
  };
};

/** SQL for the highest change value, capped by the server's clock. */
export const highSql = (table: string, column: Column): string => {
  const highest = `max(${quoted(column.name)})`;
  const clock = Object.hasOwn(clocks, column.type) ? clocks[column.type] : undefined;
  return `select ${clock === undefined ? highest : `least(${highest}, ${clock})`}::text from ${table}`;
};

const setting = (name: string): string => `autonomos.${name}`;

const valueOf = (name: string, cast: string): string => `current_setting('${setting(name)}')::${cast}`;

/** `money` has no fixed text: its form follows the server's locale. */
const selected = ({ name, type }: Column): string =>
  type === 'money' ? `${quoted(name)}::numeric` : quoted(name);

const rowText = (columns: readonly Column[]): string =>
  `row(${columns.map(({ name }) => quoted(name)).join(', ')})::text collate "C"`;

const placeSql = ({ key, columns }: Scan): string[] =>
  key.length > 0 ? key.map(({ name }) => quoted(name)) : [`hashtextextended(${rowText(columns)}, 0)`];

const afterSql = (scan: Scan): string => {
  const casts = scan.key.length > 0 ? scan.key.map(({ cast }) => cast) : ['int8'];
  const values = casts.map((cast, at) => valueOf(`k${at}`, cast));
  const places = placeSql(scan);
  return `(${places.join(', ')}) ${scan.key.length > 0 ? '>' : '>='} (${values.join(', ')})`;
};

const changedSql = ({ column, low: _low }: NonNullable<Scan['change']>): string => {
  const name = quoted(column.name);
  const since = `${name} >= ${valueOf('low', column.cast)} ${overlaps[column.type] ?? ''}`;
  return column.required ? since : `(${since} or ${name} is null)`;
};

/** One page of at most `limit` rows after the cursor's place; the place is appended as last column where it is a hash. */
export const pageSql = (table: string, scan: Scan, cursor: Cursor | null, limit: number): PageSql => {
  const hashed = scan.key.length === 0;
  const places = placeSql(scan);
  const conditions = [
    ...(scan.change === null ? [] : [changedSql(scan.change)]),
    ...(cursor === null ? [] : [afterSql(scan)]),
  ];
  const cells = [...scan.columns.map(selected), ...(hashed ? places : [])];
  const order = hashed ? [...places, rowText(scan.columns)] : places;
  const select =
    `select ${cells.join(', ')} from ${table}` +
    (conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`) +
    ` order by ${order.join(', ')} limit ${limit}` +
    (cursor === null || cursor.ties === 0 ? '' : ` offset ${cursor.ties}`);
  return {
    text: `copy (${select}) to stdout`,
    settings: [
      ...(cursor === null ? [] : cursor.after.map((value, at) => [setting(`k${at}`), value] as const)),
      ...(scan.change === null ? [] : [[setting('low'), scan.change.low] as const]),
    ],
  };
};
