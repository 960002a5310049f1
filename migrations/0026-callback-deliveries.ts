import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What became of the callbacks of tasks; the id of a delivery is that of its row in the outbox. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.callback_deliveries (
      tenant_id uuid not null,
      delivery_id uuid not null,
      task_id uuid not null,
      state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
      attempts integer not null default 0,
      -- HTTP status of the last answer; null: there was none.
      status smallint,
      error text,
      requested_by text not null,
      created_at timestamptz not null default now(),
      attempted_at timestamptz,
      primary key (tenant_id, delivery_id),
      foreign key (tenant_id, task_id) references au.tasks on delete cascade
    )
  `.execute(db);
  await sql`create index on au.callback_deliveries (tenant_id, task_id, created_at desc)`.execute(db);
  await sql`
    select au.protect('au.callback_deliveries', 'select, insert', 'select, insert, update')
  `.execute(db);
  // When an effect is tried next, and that it be tried now; what it holds is not for the door.
  await sql`grant select (tenant_id, id, due_at), update (due_at) on au.outbox to au_app`.execute(db);
};
