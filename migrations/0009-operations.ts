import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Traces that go on through the outbox, an event log that ends somewhere, and tenants that can be erased whole. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  // W3C trace context of whoever enqueued: a job starts long after its request has been answered.
  await sql`alter table au.outbox add column traceparent text`.execute(db);
  await sql`alter table au.tasks add column traceparent text`.execute(db);

  await sql`grant delete on au.event_log to au_worker`.execute(db);

  // The e-mail index carries no tenant policy, so whoever erases gets no right on it but this.
  await sql`
    create function au.release_emails() returns bigint
    language plpgsql security definer set search_path = pg_catalog, au, pg_temp as $$
    declare released bigint;
    begin
      delete from au.user_emails where tenant_id = au.tid();
      get diagnostics released = row_count;
      return released;
    end $$
  `.execute(db);
  await sql`revoke all on function au.release_emails() from public`.execute(db);
  await sql`grant execute on function au.release_emails() to au_erase`.execute(db);
};
