import { sql } from 'kysely';
import type { Kysely } from 'kysely';

interface View {
  readonly id: string;
  /** Columns by type, in words. */
  readonly text: string;
  readonly decimal?: string;
  readonly integer?: string;
  readonly boolean?: string;
  readonly date?: string;
  readonly timestamp?: string;
  readonly json?: string;
  /** Columns that lists are filtered and sorted by. */
  readonly indexed: string;
}

const views: Readonly<Record<string, View>> = {
  accounts: {
    id: 'account_id',
    text: `
      name domain website industry phone currency billing_street billing_city billing_state
      billing_postal_code billing_country parent_id owner_id description
    `,
    decimal: 'annual_revenue',
    integer: 'employee_count',
    timestamp: 'created_at updated_at',
    indexed: 'name domain industry billing_country annual_revenue employee_count updated_at',
  },
  contacts: {
    id: 'contact_id',
    text: `
      first_name last_name full_name email phone mobile_phone title department account_id owner_id
      mailing_street mailing_city mailing_state mailing_postal_code mailing_country
    `,
    timestamp: 'created_at updated_at',
    indexed: 'full_name last_name email account_id updated_at',
  },
  opportunities: {
    id: 'opportunity_id',
    text: 'name account_id currency stage owner_id description',
    decimal: 'amount probability',
    date: 'close_date',
    boolean: 'is_won is_closed',
    timestamp: 'created_at updated_at',
    indexed: 'name account_id stage owner_id amount close_date updated_at',
  },
  cloud_resources: {
    id: 'cloud_resource_id',
    text: `
      resource_id resource_name resource_type provider_name publisher_name region_id region_name
      availability_zone service_name service_category service_subcategory billing_account_id
      sub_account_id sub_account_name
    `,
    json: 'tags',
    indexed: 'resource_id resource_type service_name region_id sub_account_id',
  },
  cloud_costs: {
    id: 'cloud_cost_id',
    text: `
      provider_name publisher_name invoice_issuer_name invoice_id billing_account_id
      billing_account_name billing_account_type sub_account_id sub_account_name sub_account_type
      charge_category charge_class charge_description charge_frequency billing_currency
      pricing_currency pricing_category pricing_unit consumed_unit commitment_discount_id
      commitment_discount_name commitment_discount_category commitment_discount_type
      commitment_discount_status commitment_discount_unit capacity_reservation_id
      capacity_reservation_status service_name service_category service_subcategory sku_id
      sku_price_id sku_meter region_id region_name availability_zone resource_id resource_name
      resource_type
    `,
    timestamp: 'billing_period_start billing_period_end charge_period_start charge_period_end',
    decimal: `
      billed_cost effective_cost list_cost contracted_cost list_unit_price contracted_unit_price
      pricing_currency_contracted_unit_price pricing_currency_effective_cost
      pricing_currency_list_unit_price pricing_quantity consumed_quantity
      commitment_discount_quantity
    `,
    json: 'sku_price_details tags',
    indexed: 'charge_period_start service_name resource_id sub_account_id billed_cost effective_cost',
  },
};

const types = {
  text: 'text collate "C"',
  decimal: 'numeric',
  integer: 'bigint',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamptz',
  json: 'jsonb',
} as const;

const words = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');

const kindsOf = (view: View): (readonly [string, keyof typeof types])[] =>
  (Object.keys(types) as (keyof typeof types)[]).flatMap((type) =>
    words(view[type]).map((column) => [column, type] as const),
  );

/** An index entry must fit a third of a page, so a text is indexed by its beginning. */
const keyOf = (column: string, view: View): string =>
  words(view.text).includes(column) ? `left(${column}, 256)` : column;

/**
 * Golden records: what was built when, the current views, who belongs to whom, and what people decided about it.
 *
 * The views change in the transaction that makes a generation the current one, row by row where a row differs.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`alter table au.tasks drop constraint tasks_kind_check`.execute(db);
  await sql`
    alter table au.tasks add constraint tasks_kind_check
      check (kind in ('ingest', 'replay', 'check', 'suggest', 'mutate', 'connect'))
  `.execute(db);
  await sql`
    create table au.dcl_generations (
      tenant_id uuid not null,
      generation bigint not null,
      state text not null default 'building' check (state in ('building', 'published', 'failed')),
      -- The generation that the views show; published ones before it may still be read by their number.
      current boolean not null default false check (not current or state = 'published'),
      task_id uuid not null,
      trace_id text not null,
      -- The last canonical event that it knows.
      canonical_seq bigint not null,
      content_hash text,
      view_hashes jsonb,
      counts jsonb,
      -- Weights of unification, by entity: used again until they are estimated anew.
      model jsonb,
      host text not null,
      file_bytes bigint,
      file_sha256 text,
      error text,
      started_at timestamptz not null default now(),
      published_at timestamptz,
      primary key (tenant_id, generation)
    )
  `.execute(db);
  await sql`create unique index dcl_generations_current on au.dcl_generations (tenant_id) where current`.execute(
    db,
  );
  await sql`select au.protect('au.dcl_generations', 'select', 'select, insert, update, delete')`.execute(db);

  for (const [name, view] of Object.entries(views)) {
    const table = `au.materialized_${name}`;
    const columns = kindsOf(view).map(([column, type]) => `${column} ${types[type]}`);
    await sql
      .raw(
        `create table ${table} (
           tenant_id uuid not null,
           ${view.id} text collate "C" not null,
           ${columns.join(', ')},
           extras jsonb not null default '{}',
           sources jsonb not null,
           provenance jsonb,
           row_hash bytea not null,
           generation bigint not null,
           primary key (tenant_id, ${view.id})
         )`,
      )
      .execute(db);
    for (const column of words(view.indexed))
      await sql.raw(`create index on ${table} (tenant_id, ${keyOf(column, view)}, ${view.id})`).execute(db);
    await sql`select au.protect(${sql.lit(table)}, 'select', 'select, insert, update, delete')`.execute(db);
  }

  await sql`
    create table au.golden_members (
      tenant_id uuid not null,
      entity text not null,
      record_key text collate "C" not null,
      golden_id text collate "C" not null,
      connection_id uuid not null,
      source_object text not null,
      record_id text not null,
      confidence real not null,
      primary key (tenant_id, entity, record_key)
    )
  `.execute(db);
  await sql`create index on au.golden_members (tenant_id, entity, golden_id)`.execute(db);
  await sql`select au.protect('au.golden_members', 'select', 'select, insert, update, delete')`.execute(db);

  await sql`
    create table au.golden_redirects (
      tenant_id uuid not null,
      entity text not null,
      from_id text collate "C" not null,
      to_id text collate "C" not null,
      generation bigint not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, entity, from_id)
    )
  `.execute(db);
  await sql`create index on au.golden_redirects (tenant_id, entity, to_id)`.execute(db);
  await sql`select au.protect('au.golden_redirects', 'select', 'select, insert, update, delete')`.execute(db);

  await sql`
    create table au.golden_constraints (
      tenant_id uuid not null,
      constraint_id uuid not null,
      entity text not null check (entity in ('account', 'contact')),
      kind text not null check (kind in ('merge', 'split', 'pin')),
      -- {records} to merge, {groups} to keep apart, {record, golden} to pin; docs/dcl.md has the shapes.
      detail jsonb not null,
      reason text,
      created_by uuid not null,
      created_at timestamptz not null default now(),
      revoked_by uuid,
      revoked_at timestamptz,
      primary key (tenant_id, constraint_id)
    )
  `.execute(db);
  await sql`create index on au.golden_constraints (tenant_id, created_at desc, constraint_id desc)`.execute(
    db,
  );
  await sql`select au.protect('au.golden_constraints', 'select, insert, update (revoked_by, revoked_at)', 'select')`.execute(
    db,
  );
};
