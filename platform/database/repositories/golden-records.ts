import { sql } from 'kysely';
import type { RawBuilder, Selectable } from 'kysely';
import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import { columnType, idColumn, indexedLetters, viewNames } from '../../../domain/dcl/views.ts';
import type { GoldenSource, Provenance } from '../../../domain/dcl/views.ts';
import type { Json } from '../../../domain/json.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export interface GoldenRow {
  readonly id: string;
  /** Canonical fields in the canonical forms: decimals and days as text, times ISO 8601; all of the entity's, null where unknown. */
  readonly values: Readonly<Record<string, Json>>;
  readonly extras: Readonly<Record<string, Json>>;
  readonly sources: readonly GoldenSource[];
  readonly provenance: Provenance | null;
  /** The generation that last changed it. */
  readonly generation: number;
  /** Of the column that a list is sorted by: as the index has it. */
  readonly sortValue: string | null;
}

export interface ViewFilter {
  readonly column: string;
  readonly op: '=' | '>=' | '<=';
  readonly value: string;
}

export interface ViewQuestion {
  readonly entity: Entity;
  readonly filters: readonly ViewFilter[];
  /** An indexed column, or the id column. */
  readonly sort: string;
  readonly descending: boolean;
  readonly limit: number;
  /** Sort value and id of the row behind which to go on; rows without a value come last. */
  readonly after: { readonly value: string | null; readonly id: string } | undefined;
}

const tableOf = (entity: Entity) => sql.table(`au.materialized_${viewNames[entity]}`);

/** As the index has it: a text by its beginning. */
const keyOf = (entity: Entity, column: string): RawBuilder<unknown> =>
  columnType(entity, column) === 'text'
    ? sql`left(${sql.ref(column)}, ${sql.lit(indexedLetters)})`
    : sql.ref(column);

const pgTypes = {
  text: 'text',
  decimal: 'numeric',
  integer: 'bigint',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamptz',
  json: 'jsonb',
} as const;

const typed = (entity: Entity, column: string, value: string): RawBuilder<unknown> =>
  sql`${value}::${sql.raw(pgTypes[columnType(entity, column) ?? 'text'])}`;

/** A column's value in its canonical form. */
const formOf = (name: string, type: string): RawBuilder<unknown> => {
  const column = sql.ref(name);
  if (type === 'decimal') return sql`trim_scale(${column})::text`;
  if (type === 'date') return sql`${column}::text`;
  if (type === 'timestamp')
    return sql`regexp_replace(to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '\\.?0+$', '') || 'Z'`;
  return column;
};

const rowOf = (entity: Entity): RawBuilder<unknown> => {
  const values = canonicalEntities[entity].fields.map(
    ({ name, type }) => sql`${sql.lit(name)}::text, ${formOf(name, type)}`,
  );
  // A function takes a hundred arguments at most.
  const half = Math.ceil(values.length / 2);
  const parts = [values.slice(0, half), values.slice(half)].map(
    (part) => sql`jsonb_build_object(${sql.join(part)})`,
  );
  return sql`${sql.ref(idColumn(entity))} as id, ${sql.join(parts, sql` || `)} as values, extras, sources, provenance, generation`;
};

const isFilter = (entity: Entity, { column, op, value }: ViewFilter): RawBuilder<unknown> => {
  const exact = sql`${sql.ref(column)} ${sql.raw(op)} ${typed(entity, column, value)}`;
  if (columnType(entity, column) !== 'text') return exact;
  const begins = sql`${keyOf(entity, column)} ${sql.raw(op)} left(${value}::text, ${sql.lit(indexedLetters)})`;
  return op === '=' ? sql`${begins} and ${exact}` : begins;
};

/**
 * Rows of a view by keyset, in the order (sort column, id); rows without a value come last whichever way it is sorted. Names
 * come from the documented lists alone, values are parameters.
 */
export const listGolden = async (
  { db }: TenantTransaction,
  question: ViewQuestion,
): Promise<readonly GoldenRow[]> => {
  const { entity, filters, sort, descending, limit, after } = question;
  const id = sql.ref(idColumn(entity));
  const key = keyOf(entity, sort);
  const byId = sort === idColumn(entity);
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const beyond = sql.raw(descending ? '<' : '>');
  const select = async (
    conditions: readonly RawBuilder<unknown>[],
    order: RawBuilder<unknown>,
    most: number,
  ): Promise<readonly GoldenRow[]> => {
    const all = [...filters.map((filter) => isFilter(entity, filter)), ...conditions];
    const where = all.length === 0 ? sql`` : sql`where ${sql.join(all, sql` and `)}`;
    const { rows } = await sql<GoldenRow>`select ${rowOf(entity)}, (${key})::text as "sortValue"
      from ${tableOf(entity)} ${where} order by ${order} limit ${most}`.execute(db);
    return rows;
  };
  if (byId)
    return await select(
      after === undefined ? [] : [sql`${id} ${beyond} ${after.id}`],
      sql`${id} ${direction}`,
      limit,
    );
  const valued =
    after !== undefined && after.value === null
      ? []
      : await select(
          after === undefined
            ? [sql`${key} is not null`]
            : [sql`(${key}, ${id}) ${beyond} (${typed(entity, sort, after.value ?? '')}, ${after.id})`],
          sql`${key} ${direction}, ${id} ${direction}`,
          limit,
        );
  if (valued.length === limit) return valued;
  const rest = after !== undefined && after.value === null ? [sql`${id} > ${after.id}`] : [];
  return [...valued, ...(await select([sql`${key} is null`, ...rest], id, limit - valued.length))];
};

/** A golden record, or undefined. */
export const findGolden = async (
  { db }: TenantTransaction,
  entity: Entity,
  id: string,
): Promise<GoldenRow | undefined> => {
  const { rows } = await sql<GoldenRow>`select ${rowOf(entity)}, null as "sortValue"
    from ${tableOf(entity)} where ${sql.ref(idColumn(entity))} = ${id}`.execute(db);
  return rows[0];
};

/** The id that stands for this one now: itself, or where its redirect leads. */
export const redirectOf = async (
  { db }: TenantTransaction,
  entity: Entity,
  id: string,
): Promise<string | undefined> => {
  const row = await db
    .selectFrom('golden_redirects')
    .select('to_id')
    .where('entity', '=', entity)
    .where('from_id', '=', id)
    .executeTakeFirst();
  return row?.to_id;
};

export type GoldenMember = Selectable<Tables['golden_members']>;

/** The records of golden records (accounts, contacts, deals), by golden id and record key. */
export const membersOf = async (
  { db }: TenantTransaction,
  entity: Entity,
  goldenIds: readonly string[],
  limit: number,
): Promise<readonly GoldenMember[]> => {
  if (goldenIds.length === 0) return [];
  return await db
    .selectFrom('golden_members')
    .selectAll()
    .where('entity', '=', entity)
    .where('golden_id', 'in', goldenIds)
    .orderBy('golden_id')
    .orderBy('record_key')
    .limit(limit)
    .execute();
};

/** The golden records of source records (accounts, contacts, deals). */
export const goldenOf = async (
  { db }: TenantTransaction,
  entity: Entity,
  recordKeys: readonly string[],
): Promise<readonly GoldenMember[]> => {
  if (recordKeys.length === 0) return [];
  return await db
    .selectFrom('golden_members')
    .selectAll()
    .where('entity', '=', entity)
    .where('record_key', 'in', recordKeys)
    .execute();
};
