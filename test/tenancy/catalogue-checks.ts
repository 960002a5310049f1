import type { TestDatabase } from '../support/test-database.ts';

/** Tables that carry no tenant, each for a reason that docs/architecture.md gives. */
export const reviewedTables = [
  'auth_audit',
  'kysely_migration',
  'kysely_migration_lock',
  'user_emails',
  'worker_beats',
];

type Catalogue = Pick<TestDatabase, 'admin'>;

const names = async (
  { admin }: Catalogue,
  text: string,
  values: readonly unknown[] = [],
): Promise<string[]> => {
  const { rows } = await admin.query<{ name: string }>(text, [...values]);
  return rows.map(({ name }) => name);
};

/** Tenant tables without forced row security, or whose policy lets more than the own tenant's rows in or out. */
export const openTables = (catalogue: Catalogue): Promise<string[]> =>
  names(
    catalogue,
    `select c.relname as name from pg_class c
     where c.relnamespace = 'au'::regnamespace and c.relkind in ('r', 'p') and exists (
         select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
       and c.relname <> all($1)
       and (not c.relrowsecurity or not c.relforcerowsecurity or not exists (
         select from pg_policy p where p.polrelid = c.oid and p.polname = 'by_tenant'
           and pg_get_expr(p.polqual, c.oid) ~ $2 and pg_get_expr(p.polwithcheck, c.oid) ~ $2))
     order by 1`,
    [reviewedTables, String.raw`^\(tenant_id = \( SELECT (au\.)?tid\(\) AS tid\)\)$`],
  );

/** Unique indexes of tenant tables that do not begin with the tenant. */
export const tenantlessKeys = (catalogue: Catalogue): Promise<string[]> =>
  names(
    catalogue,
    `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
     join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where c.relnamespace = 'au'::regnamespace and i.indisunique and a.attname <> 'tenant_id' and c.relname <> all($1)`,
    [reviewedTables],
  );

/** Foreign keys that do not begin with the tenant. */
export const tenantlessReferences = (catalogue: Catalogue): Promise<string[]> =>
  names(
    catalogue,
    `select conname as name from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.connamespace = 'au'::regnamespace and k.contype = 'f' and a.attname <> 'tenant_id'`,
  );

/** Tables without row security, of whatever kind. */
export const unprotectedTables = (catalogue: Catalogue): Promise<string[]> =>
  names(
    catalogue,
    `select relname as name from pg_class c where relnamespace = 'au'::regnamespace and relkind in ('r', 'p')
     and not (relrowsecurity and relforcerowsecurity) order by 1`,
  );

/** Functions of ours that could send a NOTIFY, which every session of the database would hear. */
export const notifyingFunctions = (catalogue: Catalogue): Promise<string[]> =>
  names(
    catalogue,
    `select proname as name from pg_proc where pronamespace = 'au'::regnamespace and prosrc ~* 'notify'`,
  );
