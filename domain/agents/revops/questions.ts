import type { OwnWrite, RunContext } from '../finding.ts';

/** Most deals that are scored in a run, the largest first. */
const mostScored = 100;
/** Most stuck deals and pairs of like deals that are told one by one. */
const mostTold = 25;
/** Golden ids that one finding names; the statement finds the others. */
const mostCited = 20;
/** Months whose mean is the forecast. */
const trailingMonths = 6;

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Our own writes as rows: what we wrote is no sign that somebody works on the deal. */
const ownCte = (writes: readonly OwnWrite[]): string =>
  writes.length === 0
    ? `own as (select null::varchar as id, null::timestamp as before_at, null::timestamp as after_at where false)`
    : `own(id, before_at, after_at) as (values ${writes
        .map(({ goldenId, before, after }) => {
          const former = before === null ? 'null::timestamp' : `${text(before)}::timestamp`;
          return `(${text(goldenId)}, ${former}, ${text(after)}::timestamp)`;
        })
        .join(', ')})`;

/** Deals as RevOps sees them: closed and won decided, money exact, the day of the last work on them. */
const dealsCte = (writes: readonly OwnWrite[]): string => `with ${ownCte(writes)},
deals as (
  select o.opportunity_id as id, o.name, o.account_id, o.owner_id,
    cast(o.amount as decimal(38, 18)) as amount, coalesce(o.currency, '') as currency,
    coalesce(o.stage, '') as stage, cast(o.probability as double) as probability,
    cast(o.close_date as date) as close_date,
    coalesce(o.is_won, o.stage = 'won', false) as won,
    coalesce(o.is_closed, false) or coalesce(o.is_won, false) or coalesce(o.stage in ('won', 'lost'), false) as closed,
    cast(o.created_at as date) as created_on,
    cast(greatest(cast(o.created_at as timestamp),
      case when own.id is null then cast(o.updated_at as timestamp) else own.before_at end) as date) as touched_on
  from opportunities o
  left join own on own.id = o.opportunity_id and own.after_at = cast(o.updated_at as timestamp)
)`;

const cited = (what: string, order: string): string =>
  `cast(to_json(list(${what} order by ${order})[1:${mostCited}]) as varchar)`;

/** The newest day on which anything happened to a deal; without times, the last day on which one was closed. */
export const dealsClock = (writes: readonly OwnWrite[]): string => `${dealsCte(writes)}
select cast(coalesce(max(touched_on), max(close_date) filter (closed)) as varchar) as as_of from deals`;

const openDeals = (deals: string, asOf: string): string => `${deals},
base as (
  select count(*) filter (won) as all_won, count(*) filter (closed) as all_closed,
    median(date_diff('day', created_on, close_date)) filter (won and close_date >= created_on) as cycle_days
  from deals
),
owners as (
  select owner_id, count(*) filter (won) as won, count(*) filter (closed) as closed
  from deals where owner_id is not null group by owner_id
),
customers as (
  select account_id, count(*) filter (won) as won, count(*) filter (closed) as closed
  from deals where account_id is not null group by account_id
)
select d.id, d.name, d.account_id, d.owner_id, cast(d.amount as varchar) as amount, d.currency, d.stage, d.probability,
  cast(d.close_date as varchar) as close_date, date_diff('day', d.close_date, ${asOf}) as days_overdue,
  date_diff('day', d.touched_on, ${asOf}) as days_untouched, base.all_won, base.all_closed, base.cycle_days,
  owners.won as owner_won, owners.closed as owner_closed, customers.won as account_won, customers.closed as account_closed,
  count(*) over () as open_deals
from deals d cross join base
left join owners on owners.owner_id = d.owner_id
left join customers on customers.account_id = d.account_id
where not d.closed
order by d.amount desc nulls last, d.id
limit ${mostScored}`;

/** Per currency and complete month what was won, beside what the mean of the months before and the last month would have said. */
const monthlyWon = (deals: string, asOf: string): string => `${deals},
won as (
  select currency, cast(date_trunc('month', close_date) as date) as month, sum(amount) as amount, count(*) as deals
  from deals where won and amount is not null and close_date <= ${asOf} group by all
),
span as (
  select currency, min(month) as first,
    cast(date_trunc('month', ${asOf} + 1) - interval 1 month as date) as last
  from won group by currency
),
months as (
  select currency, cast(unnest(generate_series(cast(first as timestamp), cast(last as timestamp), interval 1 month)) as date) as month
  from span where first <= last
),
series as (
  select m.currency, m.month, coalesce(w.amount, 0) as amount, coalesce(w.deals, 0) as deals
  from months m left join won w on w.currency = m.currency and w.month = m.month
)
select currency, cast(month as varchar) as month, cast(amount as varchar) as amount, deals,
  avg(amount) over months_before_it as mean_before, count(*) over months_before_it as months_before,
  lag(amount) over (partition by currency order by month) as month_before
from series
window months_before_it as (partition by currency order by month rows between ${trailingMonths} preceding and 1 preceding)
order by currency, month`;

/** The deals that the last months' sums are made of. */
const forecastDeals = (deals: string, asOf: string): string => `${deals}
select currency, ${cited('id', 'amount desc, id')} as ids, count(*) as deals, cast(sum(amount) as varchar) as amount
from deals
where won and amount is not null and close_date <= ${asOf}
  and close_date >= date_trunc('month', ${asOf} + 1) - interval ${trailingMonths} month
  and close_date < date_trunc('month', ${asOf} + 1)
group by currency order by currency`;

const pipeline = (deals: string, asOf: string): string => `${deals}
select currency, count(*) filter (not closed) as open_deals,
  cast(coalesce(sum(amount) filter (not closed), 0) as varchar) as open_amount,
  count(*) filter (not closed and amount is null) as open_without_amount,
  cast(coalesce(sum(amount) filter (not closed and close_date between ${asOf} and ${asOf} + 90), 0) as varchar) as next_quarter,
  cast(coalesce(sum(amount) filter (won and close_date between ${asOf} - 90 and ${asOf}), 0) as varchar) as last_quarter_won,
  count(*) filter (not closed and close_date < ${asOf}) as overdue_deals,
  cast(coalesce(sum(amount) filter (not closed and close_date < ${asOf}), 0) as varchar) as overdue_amount,
  median(date_diff('day', close_date, ${asOf})) filter (not closed and close_date < ${asOf}) as median_days_overdue,
  median(date_diff('day', created_on, ${asOf})) filter (not closed) as median_age_days,
  median(date_diff('day', created_on, close_date)) filter (won and close_date >= created_on) as median_cycle_days,
  count(*) filter (won) as won_deals, count(*) filter (closed) as closed_deals,
  cast(to_json(list(id order by amount desc nulls last, id) filter (not closed)[1:${mostCited}]) as varchar) as ids
from deals group by currency order by currency`;

const stages = (deals: string): string => `${deals}
select currency, stage, count(*) as deals, cast(coalesce(sum(amount), 0) as varchar) as amount
from deals where not closed group by currency, stage order by currency, stage`;

/** Open deals that are a month overdue, or untouched for half as long again as a won deal usually takes, at least 60 days. */
const stuck = (deals: string, asOf: string): string => `${deals},
patience as (
  select greatest(60, coalesce(1.5 * median(date_diff('day', created_on, close_date))
    filter (won and close_date >= created_on), 60)) as days from deals
),
stuck as (
  select d.*, date_diff('day', d.close_date, ${asOf}) as days_overdue, date_diff('day', d.touched_on, ${asOf}) as days_untouched
  from deals d cross join patience
  where not d.closed and (d.close_date < ${asOf} - 30 or date_diff('day', d.touched_on, ${asOf}) > patience.days)
)
select id, name, account_id, currency, stage, cast(amount as varchar) as amount, cast(close_date as varchar) as close_date,
  days_overdue, days_untouched, count(*) over () as stuck_deals, count(*) over (partition by currency) as in_currency,
  cast(sum(amount) over (partition by currency) as varchar) as amount_in_currency
from stuck order by amount desc nulls last, id limit ${mostTold}`;

/** Pairs of open deals with one account, currency and amount, names alike and close dates at most a month apart. */
const duplicates = (deals: string): string => `${deals}
select a.id, b.id as other_id, a.name, b.name as other_name, a.account_id, cast(a.amount as varchar) as amount, a.currency,
  jaro_winkler_similarity(lower(a.name), lower(b.name)) as likeness, count(*) over () as pairs
from deals a join deals b on b.account_id = a.account_id and b.currency = a.currency and b.amount = a.amount and a.id < b.id
where not a.closed and not b.closed and jaro_winkler_similarity(lower(a.name), lower(b.name)) >= 0.9
  and abs(date_diff('day', a.close_date, b.close_date)) <= 31
order by a.amount desc, a.id, b.id limit ${mostTold}`;

/** What RevOps asks of the view of opportunities. */
export const revopsQuestions = ({ asOf, ownWrites }: RunContext): Readonly<Record<string, string>> => {
  const deals = dealsCte(ownWrites);
  const day = `date ${text(asOf)}`;
  return {
    open_deals: openDeals(deals, day),
    monthly_won: monthlyWon(deals, day),
    forecast_deals: forecastDeals(deals, day),
    pipeline: pipeline(deals, day),
    stages: stages(deals),
    stuck: stuck(deals, day),
    duplicates: duplicates(deals),
  };
};
