import type { RunContext } from '../finding.ts';

/** Rows of one breakdown of spend; the rest is one sum. */
export const mostRows = 20;
/** Anomalies, idle and untagged resources that are told one by one. */
const mostTold = 25;
/** Golden ids that one finding names; the statement finds the others. */
const mostCited = 20;
/** Days before the newest one in which anomalies are looked for. */
export const daysLookedAt = 30;
/** Robust deviations from the baseline that make an anomaly. */
const leastScore = 6;
/** Days without any use that make a resource idle. */
export const idleDays = 7;

const charges = `with charges as (
  select cloud_cost_id as id, coalesce(billing_currency, '') as currency, coalesce(provider_name, '') as provider,
    coalesce(service_name, '') as service, coalesce(sub_account_id, billing_account_id, '') as account,
    coalesce(sub_account_name, billing_account_name, sub_account_id, billing_account_id, '') as account_name,
    resource_id, coalesce(resource_name, resource_id, '') as resource_name,
    cast(charge_period_start as date) as day, cast(billed_cost as decimal(38, 18)) as billed,
    cast(coalesce(effective_cost, billed_cost) as decimal(38, 18)) as cost,
    cast(consumed_quantity as decimal(38, 18)) as quantity, coalesce(cast(tags as varchar), '') as tags
  from cloud_costs
)`;

/** The newest day that anything was charged for. */
export const costsClock = (): string => `${charges} select cast(max(day) as varchar) as as_of from charges`;

const cited = (column: string, order: string): string =>
  `cast(to_json(list(${column} order by ${order})[1:${mostCited}]) as varchar) as ids`;

/** Sums of the running month, of the month before, and of as many days of it; `by` stands in the groups. */
const spend = (by: readonly string[], day: string): string => {
  const groups = ['currency', ...by].join(', ');
  const thisMonth = `day >= date_trunc('month', ${day}) and day <= ${day}`;
  const lastMonth = `day >= date_trunc('month', ${day}) - interval 1 month and day < date_trunc('month', ${day})`;
  return `${charges}
select ${groups}, count(*) filter (${thisMonth}) as charges,
  cast(coalesce(sum(billed) filter (${thisMonth}), 0) as varchar) as this_month,
  cast(coalesce(sum(billed) filter (${lastMonth}), 0) as varchar) as last_month,
  cast(coalesce(sum(billed) filter (${lastMonth} and day <= ${day} - interval 1 month), 0) as varchar) as last_month_to_day,
  cast(to_json(list(id order by billed desc, id) filter (${thisMonth})[1:${mostCited}]) as varchar) as ids
from charges where ${thisMonth} or ${lastMonth}
group by ${groups} order by currency, coalesce(sum(billed) filter (${thisMonth}), 0) desc, ${groups}`;
};

/**
 * Days that cost far more than their like: of the same weekday in up to eight weeks before, or of up to four weeks where there
 * are fewer than four such days. The spread is the larger median absolute deviation of the two.
 */
const anomalies = (by: readonly string[], day: string): string => {
  const series = ['currency', 'provider', 'service', ...by].join(', ');
  return `${charges},
days as (
  select ${series}, day, sum(cost) as exact, cast(sum(cost) as double) as cost,
    sum(quantity) as exact_quantity, cast(sum(quantity) as double) as quantity,
    ${cited('id', 'cost desc, id')}
  from charges where ${by.includes('resource_id') ? 'resource_id is not null' : 'true'} group by ${series}, day
),
likes as (
  select *, count(*) over same_day as same_days, median(cost) over same_day as same_median, mad(cost) over same_day as same_mad,
    median(quantity) over same_day as same_quantity,
    count(*) over last_days as last_days, median(cost) over last_days as last_median, mad(cost) over last_days as last_mad,
    median(quantity) over last_days as last_quantity
  from days
  window same_day as (partition by ${series}, dayofweek(day) order by day rows between 8 preceding and 1 preceding),
    last_days as (partition by ${series} order by day rows between 28 preceding and 1 preceding)
),
judged as (
  select ${series}, day, exact, cost, exact_quantity, ids,
    case when same_days >= 4 then 'weekday' else 'days' end as baseline,
    case when same_days >= 4 then same_days else last_days end as compared_days,
    case when same_days >= 4 then same_median else last_median end as expected,
    -- A handful of days may be alike by chance: the spread is never less than that of the weeks before.
    greatest(case when same_days >= 4 then same_mad else last_mad end, case when last_days >= 7 then last_mad end) as spread,
    case when same_days >= 4 then same_quantity else last_quantity end as expected_quantity
  from likes where same_days >= 4 or last_days >= 7
),
scored as (
  select *, (cost - expected) / greatest(1.4826 * spread, 0.05 * expected, 0.01) as score from judged
)
select ${series}, cast(day as varchar) as day, cast(exact as varchar) as cost, expected, score,
  cast(exact_quantity as varchar) as quantity, expected_quantity,
  baseline, compared_days, ids
from scored
where day > ${day} - ${daysLookedAt} and score >= ${leastScore} and cost - expected >= greatest(1, 0.5 * expected)
order by cost - expected desc, day, ${series} limit ${mostTold}`;
};

const recent = (day: string, days: number): string => `day > ${day} - ${days} and day <= ${day}`;

/** Resources that were charged for and not used at all on each of the last days. */
const idle = (day: string): string => `${charges},
recent as (select * from charges where resource_id is not null and ${recent(day, daysLookedAt)}),
idle as (
  select currency, provider, service, resource_id, any_value(resource_name) as resource_name, sum(billed) as billed,
    count(distinct day) filter (${recent(day, idleDays)}) as idle_days, ${cited('id', 'billed desc, id')}
  from recent group by currency, provider, service, resource_id
  having count(distinct day) filter (${recent(day, idleDays)}) = ${idleDays}
    and count(quantity) filter (${recent(day, idleDays)}) = count(*) filter (${recent(day, idleDays)})
    and max(abs(quantity)) filter (${recent(day, idleDays)}) = 0
    and sum(billed) filter (${recent(day, idleDays)}) > 0
)
select idle.* exclude (billed), cast(billed as varchar) as billed, r.cloud_resource_id as golden_id, count(*) over () as idle_resources
from idle left join cloud_resources r on r.resource_id = idle.resource_id
order by idle.billed desc, idle.resource_id limit ${mostTold}`;

/** Resources none of whose charges carries a tag, with what they cost in the last days. */
const untagged = (day: string): string => `${charges},
bare as (
  select currency, provider, service, resource_id, any_value(resource_name) as resource_name, sum(billed) as billed,
    ${cited('id', 'billed desc, id')}
  from charges where resource_id is not null and ${recent(day, daysLookedAt)}
  group by currency, provider, service, resource_id
  having bool_and(tags in ('', '{}', 'null', '[]'))
)
select bare.* exclude (billed), cast(billed as varchar) as billed, r.cloud_resource_id as golden_id,
  count(*) over (partition by currency) as in_currency, cast(sum(billed) over (partition by currency) as varchar) as billed_in_currency
from bare left join cloud_resources r on r.resource_id = bare.resource_id
order by bare.billed desc, bare.resource_id limit ${mostTold}`;

/** What FinOps asks of the views of cloud costs and resources. */
export const finopsQuestions = ({ asOf }: RunContext): Readonly<Record<string, string>> => {
  const day = `date '${asOf}'`;
  return {
    spend: spend([], day),
    spend_by_service: spend(['provider', 'service'], day),
    spend_by_account: spend(['account', 'account_name'], day),
    spend_by_resource: `${spend(['resource_id', 'resource_name'], day)} limit 1000`,
    resource_anomalies: anomalies(['resource_id', 'resource_name'], day),
    service_anomalies: anomalies([], day),
    idle: idle(day),
    untagged: untagged(day),
  };
};
