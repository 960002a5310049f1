import type { Json } from '../../../domain/json.ts';

export interface Told {
  readonly kind: string;
  readonly figures: Readonly<Record<string, Json>>;
  readonly citations: readonly { readonly entity: string; readonly id: string }[];
  readonly as_of: string;
}

/** The newest event of every record, as SQL over the stream alone: nothing of the golden records is read. */
const latest = (entity: string): string => `latest as (
  select distinct on (record_key) record_key, op, data, source from au.canonical_events
  where entity = '${entity}' order by record_key, seq desc
), alive as (select record_key, data, source ->> 'connection_id' as connection_id from latest where op = 'upsert')`;

export const deals = `with ${latest('opportunity')}, deals as (
  select record_key, (data ->> 'amount')::numeric as amount, coalesce(data ->> 'currency', '') as currency,
    coalesce(data ->> 'stage', '') as stage, (data ->> 'close_date')::date as close_date, data ->> 'name' as name,
    coalesce((data ->> 'is_won')::boolean, data ->> 'stage' = 'won', false) as won,
    coalesce((data ->> 'is_closed')::boolean, false) or coalesce((data ->> 'is_won')::boolean, false)
      or coalesce(data ->> 'stage' in ('won', 'lost'), false) as closed,
    data ->> 'owner_id' as owner_id, data ->> 'account_id' as account, connection_id,
    (data ->> 'probability')::float8 as probability, (data ->> 'created_at')::timestamptz::date as created_on,
    greatest((data ->> 'created_at')::timestamptz, (data ->> 'updated_at')::timestamptz)::date as touched_on
  from alive
)`;

export const costs = `with ${latest('cloud_cost')}, charges as (
  select record_key, coalesce(data ->> 'billing_currency', '') as currency, coalesce(data ->> 'service_name', '') as service,
    coalesce(data ->> 'provider_name', '') as provider, data ->> 'resource_id' as resource_id,
    coalesce(data ->> 'resource_name', data ->> 'resource_id') as name,
    coalesce(data ->> 'sub_account_id', data ->> 'billing_account_id', '') as account,
    (data ->> 'charge_period_start')::timestamptz::date as day, (data ->> 'billed_cost')::numeric as billed,
    coalesce(data ->> 'effective_cost', data ->> 'billed_cost')::numeric as cost, data -> 'tags' as tags,
    (data ->> 'consumed_quantity')::numeric as quantity
  from alive
)`;

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

export type Statement = readonly [sql: string, ...values: (string | null)[]];
