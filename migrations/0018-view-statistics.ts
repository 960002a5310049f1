import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Lets whoever publishes golden records have their tables looked over: without statistics a filtered and sorted list reads all
 * rows of the filter. Only an owner may analyse a table, and the builder owns none.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create function au.analyze_views() returns void
    language plpgsql security definer set search_path = pg_catalog, au, pg_temp as $$
    begin
      analyze au.materialized_accounts, au.materialized_contacts, au.materialized_opportunities,
        au.materialized_cloud_resources, au.materialized_cloud_costs, au.golden_members;
    end $$
  `.execute(db);
  await sql`revoke all on function au.analyze_views() from public`.execute(db);
  await sql`grant execute on function au.analyze_views() to au_worker`.execute(db);
};
