/** Changes of a test database on purpose. */
import type { Client } from 'pg';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { Mutation } from '../contract.ts';
import { inTransaction, query } from './client.ts';
import type { Settings } from './client.ts';
import { loadColumns } from './columns.ts';
import { encode } from './encode.ts';
import { qualified, quoted } from './identifiers.ts';
import { typeNamed } from './native-type.ts';

const name = z.string().min(1);
const cells = z.record(z.string(), z.json());

/** The kinds and their arguments. `where` compares columns for equality; without it all rows are meant. */
const mutations = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('add_column'),
    column: name,
    type: z.string().default('text'),
    value: z.json().optional(),
  }),
  z.strictObject({ kind: z.literal('rename_column'), from: name, to: name }),
  z.strictObject({ kind: z.literal('retype_column'), column: name, type: z.string() }),
  z.strictObject({ kind: z.literal('drop_column'), column: name }),
  z.strictObject({ kind: z.literal('rename_table'), to: name }),
  z.strictObject({ kind: z.literal('drop_table') }),
  z.strictObject({ kind: z.literal('add_rows'), rows: z.array(cells).min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('update_rows'), set: cells, where: cells.default({}) }),
  z.strictObject({ kind: z.literal('delete_rows'), where: cells.default({}) }),
]);

type Change = z.infer<typeof mutations>;

interface Statement {
  readonly text: string;
  readonly values?: readonly (string | null)[];
}

type Encoder = (column: string, value: Json) => string | null;

const alter = (table: string, what: string): Statement => ({ text: `alter table ${table} ${what}` });

const assignments = (values: Readonly<Record<string, Json>>, first: number, joiner: string): string =>
  Object.keys(values)
    .map((column, at) => `${quoted(column)} = $${first + at}`)
    .join(joiner);

const bound = (values: Readonly<Record<string, Json>>, encoder: Encoder): (string | null)[] =>
  Object.entries(values).map(([column, value]) => encoder(column, value));

const whereSql = (where: Readonly<Record<string, Json>>, first: number): string =>
  Object.keys(where).length === 0 ? '' : ` where ${assignments(where, first, ' and ')}`;

const insertOf = (table: string, row: Readonly<Record<string, Json>>, encoder: Encoder): Statement => {
  const columns = Object.keys(row);
  const places = columns.map((_column, at) => `$${at + 1}`).join(', ');
  return {
    text: `insert into ${table} (${columns.map(quoted).join(', ')}) overriding system value values (${places})`,
    values: bound(row, encoder),
  };
};

const rowChanges = (table: string, change: Change, encoder: Encoder): Statement[] => {
  switch (change.kind) {
    case 'add_rows':
      return change.rows.map((row) => insertOf(table, row as Readonly<Record<string, Json>>, encoder));
    case 'update_rows': {
      const set = change.set as Readonly<Record<string, Json>>;
      const where = change.where as Readonly<Record<string, Json>>;
      const text = `update ${table} set ${assignments(set, 1, ', ')}${whereSql(where, Object.keys(set).length + 1)}`;
      return [{ text, values: [...bound(set, encoder), ...bound(where, encoder)] }];
    }
    case 'delete_rows': {
      const where = change.where as Readonly<Record<string, Json>>;
      return [{ text: `delete from ${table}${whereSql(where, 1)}`, values: bound(where, encoder) }];
    }
    default:
      return [];
  }
};

const statementsOf = (table: string, change: Change, encoder: Encoder): Statement[] => {
  switch (change.kind) {
    case 'add_column': {
      const { column, value } = change;
      const type = typeNamed(change.type);
      const fill = {
        text: `update ${table} set ${quoted(column)} = $1::text::${type}`,
        values: [JSON.stringify(value)],
      };
      const plain = typeof value === 'string' ? { ...fill, values: [value] } : fill;
      return [alter(table, `add column ${quoted(column)} ${type}`), ...(value === undefined ? [] : [plain])];
    }
    case 'rename_column':
      return [alter(table, `rename column ${quoted(change.from)} to ${quoted(change.to)}`)];
    case 'retype_column': {
      const type = typeNamed(change.type);
      const column = quoted(change.column);
      return [alter(table, `alter column ${column} type ${type} using ${column}::text::${type}`)];
    }
    case 'drop_column':
      return [alter(table, `drop column ${quoted(change.column)}`)];
    case 'rename_table':
      return [alter(table, `rename to ${quoted(change.to)}`)];
    case 'drop_table':
      return [{ text: `drop table if exists ${table}` }];
    default:
      return rowChanges(table, change, encoder);
  }
};

const parse = (mutation: Mutation): Change => {
  const parsed = mutations.safeParse({ ...mutation.arguments, kind: mutation.kind });
  if (parsed.success) return parsed.data;
  throw new Fault('invalid_request', `Mutation ${mutation.kind}: ${z.prettifyError(parsed.error)}`);
};

/** @throws Fault `invalid_request` for an unknown kind or arguments that do not fit it */
export const mutate = async (client: Client, settings: Settings, mutation: Mutation): Promise<void> => {
  const change = parse(mutation);
  const table = qualified(settings.config.schema, mutation.object);
  await inTransaction(client, settings.config, 'writing', async () => {
    const columns = await loadColumns(client, settings.config, mutation.object);
    const encoder: Encoder = (column, value) => {
      const found = columns.find((candidate) => candidate.name === column);
      if (found === undefined)
        throw new Fault('invalid_request', `There is no column ${JSON.stringify(column)}`);
      return encode(found, value);
    };
    for (const { text, values } of statementsOf(table, change, encoder))
      await query(client, settings.config, text, values ?? []);
  });
};
