/** All objects of a schema in one statement: one plan and one snapshot, with what belongs to an object looked up by its oid. */
import type { Client } from 'pg';
import { byCodeUnit } from '../../domain/schema/code-units.ts';
import type { SourceField } from '../../domain/schema/types.ts';
import { query } from './client.ts';
import type { Config } from './config.ts';
import { loadColumns } from './columns.ts';
import type { Column } from './columns.ts';

export interface CatalogueObject {
  readonly name: string;
  /** `relkind` of pg_class. */
  readonly kind: string;
  readonly comment: string | null;
  readonly readable: boolean;
  readonly rowEstimate: number | null;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly references: ReadonlyMap<string, NonNullable<SourceField['references']>>;
}

/** Partitions are read through their parent; what an extension brought is the extension's. */
const objectsSql = `
select c.relname, c.relkind, obj_description(c.oid, 'pg_class'),
  (has_schema_privilege(c.relnamespace, 'usage') and
    (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select')))::int,
  nullif(greatest(c.reltuples, -1), -1)::bigint,
  (select json_agg(json_build_array(a.attnum, a.attname, a.attnotnull,
      case when b.typtype = 'e' then 'enum' when b.typcategory = 'A' then 'array'
        when b.typnamespace = 'pg_catalog'::regnamespace then b.typname else '' end,
      case when b.typcategory <> 'A' then '' when e.typtype = 'e' then 'enum'
        when e.typnamespace = 'pg_catalog'::regnamespace then e.typname else '' end,
      a.atttypmod, format_type(b.oid, a.atttypmod), format_type(b.oid, -1),
      case when b.typtype = 'e' then
        (select json_agg(l.enumlabel order by l.enumsortorder) from pg_catalog.pg_enum l where l.enumtypid = b.oid) end,
      col_description(a.attrelid, a.attnum), a.attgenerated <> '',
      has_column_privilege(a.attrelid, a.attnum, 'select'), b.typtype = 'd') order by a.attnum)
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_type b on b.oid = a.atttypid
    left join pg_catalog.pg_type e on e.oid = b.typelem
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
  (select json_agg(json_build_array(i.indisprimary, i.indnkeyatts, i.indkey::text, x.relname))
    from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
    where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null),
  (select json_agg(json_build_array(k.conname, k.conkey[1],
      (select f.relname from pg_catalog.pg_class f where f.oid = k.confrelid),
      (select b.attname from pg_catalog.pg_attribute b where b.attrelid = k.confrelid and b.attnum = k.confkey[1])))
    from pg_catalog.pg_constraint k
    where k.conrelid = c.oid and k.contype = 'f' and cardinality(k.conkey) = 1)
from pg_catalog.pg_class c
where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1)
  and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
  and (select true from pg_catalog.pg_depend d
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e' limit 1) is null
order by c.relname collate "C"`;

/** A partitioned table holds no row itself. */
const partitionedSql = `
select c.relname, (select sum(greatest(l.reltuples, 0))::bigint
  from pg_partition_tree(c.oid) t join pg_catalog.pg_class l on l.oid = t.relid where t.isleaf)
from pg_catalog.pg_class c
where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1) and c.relkind = 'p'`;

type FoundColumn = readonly [
  ...[position: number, name: string, required: boolean, type: string, element: string, modifier: number],
  ...[nativeType: string, cast: string, values: readonly string[] | null, comment: string | null],
  ...[generated: boolean, readable: boolean, isDomain: boolean],
];
type FoundIndex = readonly [primary: boolean, keyColumns: number, positions: string, name: string];
type FoundReference = readonly [name: string, position: number, object: string, field: string];

const parsed = (json: string | null | undefined): unknown => JSON.parse(json ?? '[]');

const columnOf = (object: string, found: FoundColumn): Column => {
  const [, name, required, type, element, modifier, nativeType, cast, values, comment, generated, readable] =
    found;
  const told = { nativeType, cast, values: values ?? [], comment, generated, readable };
  return { object, name, required, type, element, modifier, ...told };
};

/** The primary key, else the unique index over required columns with the fewest of them. */
const keyOf = (indexes: readonly FoundIndex[], columns: readonly FoundColumn[]): readonly string[] => {
  const byPosition = new Map(columns.map((column) => [column[0], column]));
  const keys = [...indexes]
    .sort((a, b) => Number(b[0]) - Number(a[0]) || a[1] - b[1] || byCodeUnit(a[3], b[3]))
    .map(([, count, positions]) =>
      positions
        .split(' ')
        .slice(0, count)
        .map((position) => byPosition.get(Number(position))),
    );
  const best = keys.find((parts) => parts.every((part) => part?.[2] === true));
  return (best ?? []).flatMap((part) => (part === undefined ? [] : [part[1]]));
};

/** Foreign keys of one column; those of several columns have no place in a field. */
const referencesOf = (
  found: readonly FoundReference[],
  columns: readonly FoundColumn[],
): CatalogueObject['references'] => {
  const references = new Map<string, NonNullable<SourceField['references']>>();
  for (const [, position, object, field] of [...found].sort((a, b) => byCodeUnit(a[0], b[0]))) {
    const name = columns.find((column) => column[0] === position)?.[1];
    if (name !== undefined && !references.has(name)) references.set(name, { object, field });
  }
  return references;
};

interface FoundObject {
  readonly object: CatalogueObject;
  readonly hasDomains: boolean;
}

const objectOf = (row: readonly (string | null)[]): FoundObject => {
  const [name, kind, comment, readable, estimate, columnList, indexList, referenceList] = row;
  const columns = parsed(columnList) as readonly FoundColumn[];
  const object = {
    name: name ?? '',
    kind: kind ?? '',
    comment: comment ?? null,
    readable: readable === '1',
    rowEstimate: estimate === null || estimate === undefined ? null : Number(estimate),
    columns: columns.map((column) => columnOf(name ?? '', column)),
    key: keyOf(parsed(indexList) as readonly FoundIndex[], columns),
    references: referencesOf(parsed(referenceList) as readonly FoundReference[], columns),
  };
  return { object, hasDomains: columns.some((column) => column[12]) };
};

/** The objects of the schema in the order of their names, inside a transaction that sees one snapshot. */
export const loadCatalogue = async (client: Client, config: Config): Promise<readonly CatalogueObject[]> => {
  const { rows } = await query(client, config, objectsSql, [config.schema]);
  const found = rows.map(objectOf);
  let objects = found.map(({ object }) => object);
  // What few schemas have is asked for only where it is met: the server plans the whole of a statement each time.
  if (objects.some(({ kind }) => kind === 'p')) objects = await withPartitions(client, config, objects);
  if (found.some(({ hasDomains }) => hasDomains)) objects = await withDomains(client, config, objects);
  return objects;
};

const withPartitions = async (
  client: Client,
  config: Config,
  objects: readonly CatalogueObject[],
): Promise<CatalogueObject[]> => {
  const { rows } = await query(client, config, partitionedSql, [config.schema]);
  const estimates = new Map(rows.map(([name, sum]) => [name, sum === null ? null : Number(sum)]));
  return objects.map((object) => ({
    ...object,
    rowEstimate: estimates.get(object.name) ?? object.rowEstimate,
  }));
};

const withDomains = async (
  client: Client,
  config: Config,
  objects: readonly CatalogueObject[],
): Promise<CatalogueObject[]> => {
  const columns = Map.groupBy(await loadColumns(client, config, null), (column) => column.object);
  return objects.map((object) => ({ ...object, columns: columns.get(object.name) ?? [] }));
};
