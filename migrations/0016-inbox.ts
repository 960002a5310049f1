import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What people are told is kept for the console, with who has read it, and can be mailed. A repair that its ticket has
 * overtaken (the source was put back, or has changed again) ends as `withdrawn`, apart from those that nobody decided in time.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table au.notices (
      tenant_id uuid not null references au.tenants,
      notice_id uuid not null,
      kind text not null,
      subject_kind text not null,
      subject_id text not null,
      text text not null,
      path text not null,
      once text not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, notice_id),
      unique (tenant_id, once)
    )
  `.execute(db);
  await sql`create index on au.notices (tenant_id, created_at desc, notice_id desc)`.execute(db);
  await sql`select au.protect('au.notices', 'select, insert', 'select, insert, delete')`.execute(db);

  await sql`
    create table au.notice_reads (
      tenant_id uuid not null,
      user_id uuid not null,
      notice_id uuid not null,
      read_at timestamptz not null default now(),
      primary key (tenant_id, user_id, notice_id),
      foreign key (tenant_id, user_id) references au.users on delete cascade,
      foreign key (tenant_id, notice_id) references au.notices on delete cascade
    )
  `.execute(db);
  await sql`create index on au.notice_reads (tenant_id, notice_id)`.execute(db);
  await sql`select au.protect('au.notice_reads', 'select, insert', '')`.execute(db);

  await sql`alter table au.notification_channels drop constraint notification_channels_channel_check`.execute(
    db,
  );
  await sql`
    alter table au.notification_channels add constraint notification_channels_channel_check
      check (channel in ('slack', 'webhook', 'email'))
  `.execute(db);
  // Recipients are people that admins see; an address that messages are posted to is a secret.
  await sql`alter table au.notification_channels add column addresses text[] not null default '{}'`.execute(
    db,
  );
  await sql`alter table au.notification_channels alter column sealed drop not null`.execute(db);
  await sql`
    alter table au.notification_channels add constraint notification_channels_target_check
      check ((channel = 'email') = (sealed is null) and (channel = 'email') = (cardinality(addresses) > 0))
  `.execute(db);
  await sql`
    alter table au.notification_deliveries drop constraint notification_deliveries_channel_check
  `.execute(db);
  await sql`
    alter table au.notification_deliveries add constraint notification_deliveries_channel_check
      check (channel in ('slack', 'webhook', 'email'))
  `.execute(db);

  await sql`alter table au.repairs drop constraint repairs_state_check`.execute(db);
  await sql`
    alter table au.repairs add constraint repairs_state_check check (state in (
      'proposed', 'approved', 'applying', 'applied', 'undone', 'rejected', 'expired', 'withdrawn', 'failed'))
  `.execute(db);
  // Until now they were counted out by this pair of marks.
  await sql`update au.repairs set state = 'withdrawn' where state = 'expired' and superseded`.execute(db);
};
