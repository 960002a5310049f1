import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Where people are told outside the console, of what, and what became of each message. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.notification_channels (
      tenant_id uuid not null references au.tenants,
      channel text not null check (channel in ('slack', 'webhook')),
      enabled boolean not null,
      kinds text[] not null,
      -- Of the address, for people; the rest of it is a secret.
      host text not null,
      signed boolean not null,
      -- {url, secret}
      sealed bytea not null,
      updated_by text not null,
      updated_at timestamptz not null default now(),
      primary key (tenant_id, channel)
    )
  `.execute(db);
  await sql`select au.protect('au.notification_channels', 'select, insert, update, delete', 'select')`.execute(
    db,
  );

  await sql`
    create table au.notification_deliveries (
      tenant_id uuid not null references au.tenants,
      delivery_id uuid not null,
      channel text not null check (channel in ('slack', 'webhook')),
      kind text not null,
      subject_kind text not null,
      subject_id text not null,
      text text not null,
      path text not null,
      once text not null,
      state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
      attempts integer not null default 0,
      -- HTTP status of the last answer; null: there was none.
      status smallint,
      error text,
      created_at timestamptz not null default now(),
      ended_at timestamptz,
      primary key (tenant_id, delivery_id),
      unique (tenant_id, channel, once)
    )
  `.execute(db);
  await sql`create index on au.notification_deliveries (tenant_id, created_at desc, delivery_id desc)`.execute(
    db,
  );
  await sql`
    select au.protect('au.notification_deliveries', 'select, insert', 'select, insert, update, delete')
  `.execute(db);
};
