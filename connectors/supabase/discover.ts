/** The schema from pg_catalog: tables, partitioned and foreign tables, views, materialised views of one schema. */
import type { Client } from 'pg';
import { Fault } from '../../domain/faults.ts';
import type { SourceField, SourceObject, SourceSchema } from '../../domain/schema/types.ts';
import { inTransaction, query } from './client.ts';
import type { Settings } from './client.ts';
import { loadColumns } from './columns.ts';
import type { Column } from './columns.ts';
import { fieldOf } from './field-types.ts';

/** Partitions are read through their parent; what an extension brought is the extension's. */
const objectsSql = `
select c.relname, c.relkind, obj_description(c.oid, 'pg_class'),
  (has_schema_privilege(c.relnamespace, 'usage') and
    (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select')))::int,
  case when c.relkind = 'p' then
    (select sum(greatest(l.reltuples, 0)) from pg_partition_tree(c.oid) t join pg_catalog.pg_class l on l.oid = t.relid where t.isleaf)
    else nullif(greatest(c.reltuples, -1), -1) end::bigint
from pg_catalog.pg_class c
where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1)
  and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
  and not exists (select from pg_catalog.pg_depend d
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by c.relname collate "C"`;

/** The primary key, else the unique index over required columns with the fewest of them. */
const keysSql = `
select distinct on (c.oid) c.relname,
  (select json_agg(a.attname order by k.at) from unnest(i.indkey) with ordinality k (attnum, at)
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where k.at <= i.indnkeyatts)
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_class x on x.oid = i.indexrelid
where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1)
  and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
  and not exists (select from unnest(i.indkey) with ordinality k (attnum, at)
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
    where k.at <= i.indnkeyatts and not a.attnotnull)
order by c.oid, i.indisprimary desc, i.indnkeyatts, x.relname collate "C"`;

/** Foreign keys of one column; those of several columns have no place in a field. */
const referencesSql = `
select distinct on (c.relname, a.attname) c.relname, a.attname, f.relname, b.attname
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_class f on f.oid = k.confrelid
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
join pg_catalog.pg_attribute b on b.attrelid = f.oid and b.attnum = k.confkey[1]
where k.contype = 'f' and cardinality(k.conkey) = 1
  and c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1)
order by c.relname, a.attname, k.conname collate "C"`;

const kinds: Readonly<Record<string, SourceObject['kind']>> = {
  r: 'table',
  p: 'table',
  f: 'table',
  v: 'view',
  m: 'view',
};

interface Catalogue {
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly references: ReadonlyMap<string, SourceField['references']>;
}

const pairOf = (object: string, column: string): string => JSON.stringify([object, column]);

const namesIn = (json: string | null | undefined): string[] => {
  const parsed: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(parsed) ? parsed.map(String) : [];
};

/** The best first: a change field is told by its name, and by a type that has an order in time. */
const changeNames: readonly RegExp[] = [
  /^(?:(?:last_?)?(?:updated|modified|changed)(?:_?(?:at|on|ts|time|timestamp|date))?|(?:update|modification|modify|change)_?(?:time|timestamp|date|ts))$/i,
  /(?:updated|modified|changed|system_?mod_?stamp)/i,
];
const versionName = /^(?:row_?version|version_?(?:no|number|seq)|change_?(?:seq|number|id)|lsn)$/i;

const rankOf = ({ name, type }: Column): number => {
  const inTime = type === 'timestamptz' ? 0 : type === 'timestamp' ? 1 : type === 'date' ? 4 : -1;
  if (inTime >= 0) {
    const known = changeNames.findIndex((pattern) => pattern.test(name));
    return known === -1 ? -1 : known * 2 + inTime;
  }
  return /^int[248]$/.test(type) && versionName.test(name) ? 10 : -1;
};

/**
 * Columns whose value moves with every change, as far as names tell. `created_at` is none: it misses updates.
 */
const changeFieldsOf = (columns: readonly Column[]): string[] =>
  columns
    .map((column) => ({ column, rank: rankOf(column) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ column }) => column.name);

const objectOf = (row: readonly (string | null)[], found: Catalogue): SourceObject => {
  const [name = null, kind, comment = null, readable, estimate = null] = row;
  const object = name ?? '';
  const all = found.columns.get(object) ?? [];
  const granted = readable === '1';
  const columns = granted ? all.filter((column) => column.readable) : all;
  const key = found.keys.get(object) ?? [];
  const visible = (field: string): boolean => columns.some((column) => column.name === field);
  return {
    name: object,
    kind: kinds[kind ?? ''] ?? 'table',
    fields: columns.map((column) => fieldOf(column, found.references.get(pairOf(object, column.name)))),
    key: key.every(visible) ? key : [],
    changeFields: changeFieldsOf(columns),
    ...(comment === null ? {} : { comment }),
    ...(estimate === null ? {} : { rowEstimate: Number(estimate) }),
    access: granted ? 'granted' : 'lost',
  };
};

const grouped = (columns: readonly Column[]): Map<string, Column[]> =>
  Map.groupBy(columns, (column) => column.object);

/** Everything in one snapshot of the catalogue, so that no half-made change is seen. */
export const discover = (client: Client, { config }: Settings): Promise<SourceSchema> =>
  inTransaction(client, config, 'snapshot', async () => {
    const schema = await query(client, config, 'select from pg_catalog.pg_namespace where nspname = $1', [
      config.schema,
    ]);
    if (schema.count === 0)
      throw new Fault(
        'source_object_missing',
        `There is no schema ${JSON.stringify(config.schema)}. Check its name.`,
      );
    const objects = await query(client, config, objectsSql, [config.schema]);
    const keys = await query(client, config, keysSql, [config.schema]);
    const references = await query(client, config, referencesSql, [config.schema]);
    const found: Catalogue = {
      columns: grouped(await loadColumns(client, config, null)),
      keys: new Map(keys.rows.map(([object, names]) => [object ?? '', namesIn(names)])),
      references: new Map(
        references.rows.map(([object, column, target, field]) => [
          pairOf(object ?? '', column ?? ''),
          { object: target ?? '', field: field ?? '' },
        ]),
      ),
    };
    return { objects: objects.rows.map((row) => objectOf(row, found)) };
  });
