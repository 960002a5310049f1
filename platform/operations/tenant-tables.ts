import type pg from 'pg';

export interface TenantTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
  /** Other tables that its rows refer to. */
  readonly refersTo: readonly string[];
}

/** Every table that holds tenants' rows, as the catalogue has it, so that no list of ours can miss one. */
export const tenantTables = async (client: pg.ClientBase): Promise<readonly TenantTable[]> => {
  const { rows } = await client.query<TenantTable>(
    `select c.relname as name,
       (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       (select json_agg(a.attname order by k.place) from pg_index i
        cross join unnest(i.indkey) with ordinality k(attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary) as key,
       coalesce((select json_agg(distinct p.relname) from pg_constraint f join pg_class p on p.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid), '[]') as "refersTo"
     from pg_class c
     where c.relnamespace = 'au'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relrowsecurity
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
     order by 1`,
  );
  return rows;
};

/** The tables in an order in which each comes before all that it refers to. Throws when they refer to each other in a ring. */
export const childrenFirst = (tables: readonly TenantTable[]): readonly TenantTable[] => {
  const ordered: TenantTable[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const free = left.filter(({ name }) => !left.some((other) => other.refersTo.includes(name)));
    if (free.length === 0)
      throw new Error(`These tables refer to each other: ${left.map(({ name }) => name).join(', ')}`);
    ordered.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
};
