import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * The address that a job calls back at its end is sealed with the tenant's key. SQL has no key: what stands in `callback_url`
 * from before is sealed, and taken out of there, by the first worker that starts.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table au.tasks
      -- Scheme and host, for people; null: nobody is called.
      add column callback_address text,
      add column callback_sealed bytea
  `.execute(db);
  await sql`
    update au.tasks set callback_address = substring(callback_url from '^[^:]+://[^/?#]+')
      || case when callback_url ~ '^[^:]+://[^/?#]+/?(#.*)?$' then '' else '/…' end
    where callback_url is not null
  `.execute(db);
  await sql`create index tasks_plain_callbacks on au.tasks (tenant_id) where callback_url is not null`.execute(
    db,
  );
};
