import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withPostgres } from '../seed/seed-postgres.ts';
import { postgresSettings } from '../source-address.ts';
import { nothingFound } from './real-part.ts';
import type { RealPart } from './real-part.ts';

const schema = 'northwind';

/** What mappings/supabase/northwind-order-totals.opportunity.yaml reads. */
const orderTotals = `create view order_totals as
  select o.order_id, o.customer_id, o.employee_id, o.order_date, o.shipped_date,
    sum(d.unit_price::numeric * d.quantity * (1 - d.discount::numeric)) as amount
  from orders o join order_details d using (order_id) group by o.order_id`;

/** Loads the dump into a schema of its own, in one transaction; a loaded one stays as it is. */
export const loadNorthwind: RealPart = async (folder, { postgresUrl, onProgress }) => {
  const file = join(folder, 'postgres', 'northwind.sql');
  if (!existsSync(file)) return nothingFound('postgres/northwind.sql');
  const dump = await readFile(file, 'utf8');
  await withPostgres(postgresUrl, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('${schema}.order_totals') is not null as there`,
    );
    if (rows[0]?.there === true) return;
    await client.query(
      `begin; drop schema if exists ${schema} cascade; create schema ${schema}; set local search_path = ${schema}`,
    );
    await client.query(dump);
    await client.query(`${orderTotals}; commit`);
    onProgress('PostgreSQL: northwind.sql is loaded');
  });
  const settings = postgresSettings(postgresUrl, schema);
  return {
    connections: [{ slug: 'northwind', name: 'Northwind', system: 'supabase', ...settings }],
    notes: [],
  };
};
