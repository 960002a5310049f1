/** Tenants as large as some are, written as the superuser: no source is read for them, and no worker is needed. */

/** Runs a statement as the superuser. */
export type Query = (text: string, values: readonly unknown[]) => Promise<unknown>;

/** Connections with names and slugs of their own; answers nothing: SQL finds them by their slug. */
export const plantConnections = (query: Query, tenantId: string, count: number): Promise<unknown> =>
  query(
    `insert into au.connections (tenant_id, connection_id, slug, name, system, config, status, created_by)
     select $1, gen_random_uuid(), 'source-' || n, 'Source ' || n, 'filesource', '{}', 'active', 'test'
     from generate_series(1, $2) n`,
    [tenantId, count],
  );

/** So many tables on each of the first connections, with so many columns each. */
export const plantTables = (
  query: Query,
  tenantId: string,
  {
    sources,
    tables,
    columns,
  }: { readonly sources: number; readonly tables: number; readonly columns: number },
): Promise<unknown> =>
  query(
    `insert into au.source_schemas (tenant_id, connection_id, object, version, fingerprint, document)
     select c.tenant_id, c.connection_id, 'table' || t, 1, md5(t::text), jsonb_build_object(
       'name', 'table' || t, 'kind', 'table', 'key', '["column1"]'::jsonb, 'changeFields', '[]'::jsonb, 'access', 'granted',
       'fields', (select jsonb_agg(jsonb_build_object('name', 'column' || f, 'type', 'string', 'nullable', true))
         from generate_series(1, $4) f))
     from au.connections c, generate_series(1, $3) t
     where c.tenant_id = $1 and substr(c.slug, 8)::integer <= $2`,
    [tenantId, sources, tables, columns],
  );

/** Maps each table of a tenant to these entities, all from the same two columns. */
const plantMappings = async (
  query: Query,
  tenantId: string,
  entities: Readonly<Record<string, string>>,
): Promise<void> => {
  await query(
    `insert into au.streams (tenant_id, connection_id, stream, object)
     select tenant_id, connection_id, object, object from au.source_schemas where tenant_id = $1`,
    [tenantId],
  );
  for (const [entity, field] of Object.entries(entities)) {
    await query(
      `insert into au.mapping_versions (tenant_id, connection_id, stream, entity, version, document, author, reason)
       select tenant_id, connection_id, stream, $2, 1, 'system: filesource' || chr(10) || 'object: ' || object || chr(10)
         || 'entity: ' || $2 || chr(10) || 'version: 1' || chr(10) || 'key: column1' || chr(10) || 'fields:' || chr(10)
         || '  ' || $3 || ': column2' || chr(10), 'human', 'planted'
       from au.streams where tenant_id = $1`,
      [tenantId, entity, field],
    );
  }
  await query(
    `insert into au.active_mappings (tenant_id, connection_id, stream, entity, version)
     select tenant_id, connection_id, stream, entity, version from au.mapping_versions where tenant_id = $1`,
    [tenantId],
  );
};

/** Ten sources with 18 tables each, mapped to three entities: a graph of about 200 nodes and 700 edges. */
export const plantGraph = async (query: Query, tenantId: string): Promise<void> => {
  await plantConnections(query, tenantId, 10);
  await plantTables(query, tenantId, { sources: 10, tables: 18, columns: 3 });
  await plantMappings(query, tenantId, { account: 'name', contact: 'last_name', opportunity: 'name' });
};

/** A thousand tables mapped to `account.name`, which 2,000 columns and rules lead to. */
export const plantLineage = async (query: Query, tenantId: string): Promise<void> => {
  await plantConnections(query, tenantId, 40);
  await plantTables(query, tenantId, { sources: 40, tables: 25, columns: 2 });
  await plantMappings(query, tenantId, { account: 'name' });
};
