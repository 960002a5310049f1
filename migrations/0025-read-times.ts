import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** When a connection was last read whole: what is stale is found without looking for its newest task. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`alter table au.connections add column read_at timestamptz`.execute(db);
  await sql`
    update au.connections c set read_at = (
      select max(t.ended_at) from au.tasks t
      where t.tenant_id = c.tenant_id and t.subject_kind = 'connection' and t.subject_id = c.connection_id::text
        and t.kind = 'ingest' and t.state = 'success')
  `.execute(db);
};
