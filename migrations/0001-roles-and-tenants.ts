import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Tenancy. Every table with tenant data is handed to `au.protect`, which forces row level security with one policy form;
 * the form with the sub-select lets the planner evaluate the tenant once and use tenant-first keys.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create function au.tid() returns uuid language sql stable parallel safe
      return nullif(current_setting('au.tenant', true), '')::uuid
  `.execute(db);

  await sql`
    create function au.protect(target regclass, app text, worker text) returns void language plpgsql
    set search_path = pg_catalog, pg_temp as $$
    begin
      execute format('alter table %s enable row level security', target);
      execute format('alter table %s force row level security', target);
      execute format('create policy by_owner on %s for all to au_owner using (true) with check (true)', target);
      execute format('create policy by_tenant on %s for all to au_app, au_worker, au_login
        using (tenant_id = (select au.tid())) with check (tenant_id = (select au.tid()))', target);
      execute format('create policy by_erasure on %s for all to au_erase
        using (tenant_id = (select au.tid())) with check (tenant_id = (select au.tid()))', target);
      execute format('grant select, delete on %s to au_erase', target);
      if app <> '' then execute format('grant %s on %s to au_app', app, target); end if;
      if worker <> '' then execute format('grant %s on %s to au_worker', worker, target); end if;
    end $$
  `.execute(db);
  await sql`revoke all on function au.protect(regclass, text, text) from public`.execute(db);

  // Readiness compares what was applied with what there is.
  await sql`grant select on au.kysely_migration to au_ops`.execute(db);

  await sql`
    create table au.tenants (
      tenant_id uuid primary key,
      name text not null check (length(name) between 1 and 200),
      settings jsonb not null default '{}',
      created_at timestamptz not null default now()
    )
  `.execute(db);
  await sql`select au.protect('au.tenants', 'select, update (name, settings)', 'select')`.execute(db);

  await sql`
    create table au.users (
      tenant_id uuid not null references au.tenants,
      user_id uuid not null,
      email text not null check (email = lower(email) and length(email) <= 320),
      name text not null check (length(name) between 1 and 200),
      role text not null check (role in ('admin', 'operator', 'viewer')),
      password_hash text not null,
      disabled_at timestamptz,
      created_at timestamptz not null default now(),
      primary key (tenant_id, user_id),
      unique (tenant_id, email)
    )
  `.execute(db);
  await sql`select au.protect('au.users', 'select (tenant_id, user_id, email, name, role, disabled_at, created_at),
    update (name, role, disabled_at)', 'select (tenant_id, user_id, email, name, role, disabled_at)')`.execute(
    db,
  );
  await sql`grant select, insert on au.users to au_login`.execute(db);

  // The e-mail index: unique in the installation, so it cannot carry a tenant policy. Reviewed: au_login alone reads it.
  await sql`
    create table au.user_emails (
      email text primary key check (email = lower(email)),
      tenant_id uuid not null,
      user_id uuid not null
    )
  `.execute(db);
  await sql`grant select on au.user_emails to au_login`.execute(db);

  await sql`
    create table au.refresh_tokens (
      tenant_id uuid not null references au.tenants,
      token_hash bytea not null,
      family uuid not null,
      user_id uuid not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz,
      revoked_at timestamptz,
      primary key (tenant_id, token_hash),
      foreign key (tenant_id, user_id) references au.users on delete cascade
    )
  `.execute(db);
  await sql`create index on au.refresh_tokens (tenant_id, family)`.execute(db);
  await sql`select au.protect('au.refresh_tokens', '', '')`.execute(db);
  await sql`grant select, insert, update (used_at, revoked_at), delete on au.refresh_tokens to au_login`.execute(
    db,
  );

  await sql`
    create table au.invites (
      tenant_id uuid not null references au.tenants,
      token_hash bytea not null,
      email text not null check (email = lower(email)),
      role text not null check (role in ('admin', 'operator', 'viewer')),
      invited_by uuid not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      accepted_at timestamptz,
      primary key (tenant_id, token_hash)
    )
  `.execute(db);
  await sql`select au.protect('au.invites', 'select, insert, delete', '')`.execute(db);
  await sql`grant select, update (accepted_at) on au.invites to au_login`.execute(db);

  // Failed sign-ins have no tenant: the e-mail may be unknown. Reviewed: insert only.
  await sql`
    create table au.auth_audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      action text not null,
      outcome text not null,
      email_digest bytea,
      ip text,
      trace_id text
    )
  `.execute(db);
  await sql`grant insert on au.auth_audit to au_login`.execute(db);
  await sql`grant select on au.auth_audit to au_ops`.execute(db);

  await sql`
    create function au.register_tenant(
      new_tenant uuid, tenant_name text, new_user uuid, new_email text, user_name text, hash text
    ) returns boolean language plpgsql security definer set search_path = pg_catalog, au, pg_temp as $$
    begin
      insert into au.user_emails (email, tenant_id, user_id) values (new_email, new_tenant, new_user)
        on conflict (email) do nothing;
      if not found then return false; end if;
      insert into au.tenants (tenant_id, name) values (new_tenant, tenant_name);
      insert into au.users (tenant_id, user_id, email, name, role, password_hash)
        values (new_tenant, new_user, new_email, user_name, 'admin', hash);
      insert into au.canonical_counters (tenant_id) values (new_tenant);
      insert into au.event_counters (tenant_id) values (new_tenant);
      return true;
    end $$
  `.execute(db);
  await sql`
    create function au.claim_email(new_email text, new_user uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, au, pg_temp as $$
    begin
      insert into au.user_emails (email, tenant_id, user_id) values (new_email, au.tid(), new_user)
        on conflict (email) do nothing;
      return found;
    end $$
  `.execute(db);
  // Workers serve all tenants and must know which there are; ids only.
  await sql`
    create function au.tenant_ids() returns setof uuid language sql stable security definer
    set search_path = pg_catalog, au, pg_temp as $$ select tenant_id from au.tenants order by 1 $$
  `.execute(db);
  for (const [name, role] of [
    ['au.register_tenant(uuid, text, uuid, text, text, text)', 'au_login'],
    ['au.claim_email(text, uuid)', 'au_login'],
    ['au.tenant_ids()', 'au_worker'],
  ] as const) {
    await sql`revoke all on function ${sql.raw(name)} from public`.execute(db);
    await sql`grant execute on function ${sql.raw(name)} to ${sql.raw(role)}`.execute(db);
  }

  // Counters: canonical first, event log last, in every transaction that locks both.
  for (const table of ['canonical_counters', 'event_counters']) {
    await sql`
      create table ${sql.table(`au.${table}`)} (
        tenant_id uuid primary key references au.tenants,
        last bigint not null default 0
      )
    `.execute(db);
    await sql`select au.protect(${sql.lit(`au.${table}`)}, 'select, update (last)', 'select, update (last)')`.execute(
      db,
    );
  }
  await sql`grant select, update (last) on au.event_counters to au_login`.execute(db);
};
