import type { TestDatabase } from './test-database.ts';

/** Names of the tables that have a tenant, from the catalogue. */
export const tenantTables = async (
  { admin }: Pick<TestDatabase, 'admin'>,
  { partitions }: { readonly partitions: boolean },
): Promise<string[]> => {
  const { rows } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'au'::regnamespace and c.relkind in ('r', 'p') and ($1 or not c.relispartition) order by 1`,
    [partitions],
  );
  return rows.map(({ name }) => name);
};

/** By table, how many rows a tenant has and a digest of all that they hold; tables without a row are left out. */
export const tenantRows = async (
  database: Pick<TestDatabase, 'admin'>,
  tenantId: string,
): Promise<Record<string, { readonly rows: number; readonly digest: string }>> => {
  const found: Record<string, { rows: number; digest: string }> = {};
  for (const table of await tenantTables(database, { partitions: false })) {
    const { rows } = await database.admin.query<{ rows: number; digest: string }>(
      `select count(*)::integer as rows, md5(string_agg(t::text, E'\\n' order by t::text collate "C")) as digest
       from au.${table} t where tenant_id = $1`,
      [tenantId],
    );
    if (rows[0] !== undefined && rows[0].rows > 0) found[table] = rows[0];
  }
  return found;
};
