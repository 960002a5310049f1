import type { Json } from '../../../domain/json.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { deals } from './stream-statements.ts';

/** An open deal, with every figure that the agents tell of it. */
export interface OpenDeal {
  readonly golden_id: string;
  readonly name: string;
  readonly told: Readonly<Record<'amount' | 'currency' | 'stage' | 'close_date', string | null>>;
  readonly waits: Readonly<Record<'days_overdue' | 'days_untouched', number | null>>;
  readonly score: number;
  /** By the name of the reason its log-odds and the numbers of its sentence; null where it does not apply. */
  readonly reasons: Readonly<Record<string, readonly [effect: number, ...numbers: number[]] | null>>;
}

const only = (where: string): string =>
  `(select min(golden_id) from keys k where ${where} having count(distinct golden_id) = 1)`;
const clamped = (chance: string): string => `least(0.98, greatest(0.02, ${chance}))`;
const logit = (chance: string): string => `ln(${chance} / (1 - ${chance}))`;
const ofGroup = (name: string, weight: number): string => {
  const rate = clamped(`(${name}_won + ${weight} * base) / (${name}_closed + ${weight})`);
  return `case when ${name}_closed > 0 then round((${logit(rate)} - ${logit(clamped('base'))})::numeric, 4)::float8 end as ${name}`;
};

/**
 * The scores of docs/agents.md in PostgreSQL, over the stream; of the golden records only which of them an account's source
 * record belongs to. PostgreSQL takes the deals for few, and would count the common parts anew for each of them: half a minute.
 */
const statement = `${deals},
accounts as (select distinct on (record_key) record_key, op, lower(trim(data ->> 'name')) as name from au.canonical_events
  where entity = 'account' order by record_key, seq desc),
keys as (select m.connection_id::text as connection_id, m.record_id, a.name, m.golden_id
  from au.golden_members m join accounts a using (record_key) where m.entity = 'account' and a.op = 'upsert'),
links as materialized (select r.*, coalesce(
    ${only('k.connection_id = r.connection_id and k.record_id = r.account')},
    ${only('k.connection_id = r.connection_id and k.name = lower(trim(r.account))')},
    ${only('k.name = lower(trim(r.account))')}) as customer
  from (select distinct connection_id, account from deals where account is not null) r),
linked as (select d.*, customer from deals d left join links using (connection_id, account)),
everybody as materialized (select count(*) filter (where won) as all_won, count(*) filter (where closed) as all_closed,
    (count(*) filter (where won) + 1) / (count(*) filter (where closed) + 2.0)::float8 as base,
    greatest(60, 1.5 * percentile_cont(0.5) within group (order by close_date - created_on)
      filter (where won and close_date >= created_on)) as patience from linked),
counted as (select *, $1::date - close_date as days_overdue, $1::date - touched_on as days_untouched,
    case when owner_id is not null then count(*) filter (where won) over (partition by owner_id) end as owner_won,
    case when owner_id is not null then count(*) filter (where closed) over (partition by owner_id) end as owner_closed,
    case when customer is not null then count(*) filter (where won) over (partition by customer) end as account_won,
    case when customer is not null then count(*) filter (where closed) over (partition by customer) end as account_closed
  from linked cross join everybody),
chances as (select *, case when probability > 0 and probability < 1 then probability else case stage
    when 'prospecting' then 0.1 when 'qualification' then 0.2 when 'proposal' then 0.5 when 'negotiation' then 0.7 else base end end as chance
  from counted where not closed),
effects as (select *, round((${logit(clamped('chance'))})::numeric, 4)::float8 as start,
    ${ofGroup('owner', 20)}, ${ofGroup('account', 5)},
    case when days_overdue > 0 then round(greatest(-2.5, days_overdue / 30.0 * -0.35), 4)::float8 end as overdue,
    case when days_untouched > patience then round(greatest(-1.5, -0.5 * days_untouched / patience)::numeric, 4)::float8 end as untouched
  from (select record_key, name, amount, currency, stage, close_date, days_overdue, days_untouched, all_won, all_closed, base,
    patience, chance, owner_won, owner_closed, account_won, account_closed from chances) c)
select m.golden_id, e.name, json_build_object('amount', trim_scale(amount)::text, 'currency', currency, 'stage', stage,
    'close_date', close_date::text) as told,
  json_build_object('days_overdue', days_overdue, 'days_untouched', days_untouched) as waits,
  json_build_object('start', json_build_array(start, round(100 * chance)),
    'owner', case when owner is not null then json_build_array(owner, owner_won, owner_closed, all_won, all_closed) end,
    'account', case when account is not null then json_build_array(account, account_won, account_closed, all_won, all_closed) end,
    'overdue', case when overdue is not null then json_build_array(overdue, days_overdue) end,
    'untouched', case when untouched is not null then json_build_array(untouched, days_untouched) end) as reasons,
  1 / (1 + exp(-(start + coalesce(owner, 0) + coalesce(account, 0) + coalesce(overdue, 0) + coalesce(untouched, 0)))) as score
from effects e join au.golden_members m on m.entity = 'opportunity' and m.record_key = e.record_key`;

/** Every open deal as of a day, by its golden id. */
export const openDeals = async (
  { admin }: Pick<TestDatabase, 'admin'>,
  asOf: string,
): Promise<ReadonlyMap<string, OpenDeal>> => {
  const { rows } = await admin.query<OpenDeal & Record<string, Json>>(statement, [asOf]);
  return new Map(rows.map((row) => [row.golden_id, row]));
};
