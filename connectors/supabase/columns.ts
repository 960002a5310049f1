/** Columns as pg_catalog holds them now, for discovery and for each page of a read. */
import type { Client } from 'pg';
import type { Config } from './config.ts';
import { query } from './client.ts';

export interface Column {
  readonly object: string;
  readonly name: string;
  readonly required: boolean;
  /** `typname` of the built-in type behind domains (`int8`, `timestamptz`), `enum`, `array`, or '' for all others. */
  readonly type: string;
  /** The same of an array's elements. */
  readonly element: string;
  /** The type modifier: lengths, precision and scale. */
  readonly modifier: number;
  /** `varchar(80)`, `public.mood`, as people write it. */
  readonly nativeType: string;
  /** The type as a cast takes it, without lengths. */
  readonly cast: string;
  readonly values: readonly string[];
  readonly comment: string | null;
  /** Computed by the server, never written. */
  readonly generated: boolean;
  /** False where the connected user may not read this column. */
  readonly readable: boolean;
}

/** Domains are unfolded to what they are made of, through several layers where needed. */
const columnsSql = `
with recursive unfolding (domain, base, modifier, required) as (
  select oid, typbasetype, typtypmod, typnotnull from pg_catalog.pg_type where typtype = 'd'
  union all
  select u.domain, t.typbasetype, case when u.modifier = -1 then t.typtypmod else u.modifier end, u.required or t.typnotnull
  from unfolding u join pg_catalog.pg_type t on t.oid = u.base where t.typtype = 'd'
)
select c.relname, a.attname,
  (a.attnotnull or coalesce(u.required, false))::int,
  case when b.typtype = 'e' then 'enum' when b.typcategory = 'A' then 'array'
    when b.typnamespace = 'pg_catalog'::regnamespace then b.typname else '' end,
  case when b.typcategory <> 'A' then '' when e.typtype = 'e' then 'enum'
    when e.typnamespace = 'pg_catalog'::regnamespace then e.typname else '' end,
  case when a.atttypmod = -1 then coalesce(u.modifier, -1) else a.atttypmod end,
  format_type(a.atttypid, a.atttypmod) || case when t.typtype = 'd' then ' = ' || format_type(u.base, u.modifier) else '' end,
  format_type(b.oid, -1),
  case when b.typtype = 'e' then
    (select json_agg(l.enumlabel order by l.enumsortorder) from pg_catalog.pg_enum l where l.enumtypid = b.oid) end,
  col_description(c.oid, a.attnum),
  (a.attgenerated <> '')::int,
  has_column_privilege(c.oid, a.attnum, 'select')::int
from pg_catalog.pg_class c
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
left join unfolding u on u.domain = t.oid and not exists (select from pg_catalog.pg_type d where d.oid = u.base and d.typtype = 'd')
join pg_catalog.pg_type b on b.oid = coalesce(u.base, t.oid)
left join pg_catalog.pg_type e on e.oid = b.typelem
where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1)
  and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and ($2::text is null or c.relname = $2)
order by c.relname, a.attnum`;

const labels = (text: string | null): string[] => {
  const parsed: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(parsed) ? parsed.map(String) : [];
};

const text = (cell: string | null | undefined): string => cell ?? '';

const columnOf = (row: readonly (string | null)[]): Column => ({
  object: text(row[0]),
  name: text(row[1]),
  required: row[2] === '1',
  type: text(row[3]),
  element: text(row[4]),
  modifier: Number(row[5] ?? -1),
  nativeType: text(row[6]),
  cast: text(row[7]),
  values: labels(row[8] ?? null),
  comment: row[9] ?? null,
  generated: row[10] === '1',
  readable: row[11] === '1',
});

/** All columns of the schema's objects, or of one object, in their own order; an unknown object has none. */
export const loadColumns = async (
  client: Client,
  config: Config,
  object: string | null,
): Promise<Column[]> => {
  const { rows } = await query(client, config, columnsSql, [config.schema, object]);
  return rows.map(columnOf);
};
