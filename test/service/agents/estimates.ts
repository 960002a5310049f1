import type { Json } from '../../../domain/json.ts';
import { costs, deals, text } from './stream-statements.ts';
import type { Statement, Told } from './stream-statements.ts';

/** The forecast of docs/agents.md, its range and its back-test, month by month. */
const forecast = ({ figures, as_of: asOf }: Told): Statement => [
  `${deals}, won as (
     select date_trunc('month', close_date)::date as month, sum(amount)::float8 as amount from deals
     where won and amount is not null and currency = $1 and close_date <= $2::date group by 1),
   series as (
     select start::date as month, coalesce(amount, 0) as amount from generate_series((select min(month) from won)::timestamp,
       date_trunc('month', $2::date + 1) - interval '1 month', interval '1 month') start left join won on won.month = start::date),
   tried as (
     select abs(amount - mean) as by_mean, abs(amount - before) as by_last from series s, lateral (
       select avg(amount) as mean, count(*) as months, (array_agg(amount order by month desc))[1] as before from (
         select * from series b where b.month < s.month order by b.month desc limit 6) six) former
     where former.months >= 3),
   errors as (select count(*)::int as months, avg(by_mean) as by_mean, avg(by_last) as by_last,
     avg(by_last) < avg(by_mean) as naive from tried),
   said as (select naive, case when naive then (select amount from series order by month desc limit 1)
     else (select avg(amount) from (select amount from series order by month desc limit 6) six) end as value from errors),
   width as (select percentile_disc(0.8) within group (order by case when naive then by_last else by_mean end) as width
     from tried, said)
   select case when naive then 'last_month' else 'trailing_mean' end as method, to_char($2::date + 1, 'YYYY-MM') as month,
     value as forecast, greatest(0, value - width) as low, value + width as high, months as back_test_months,
     case when naive then by_last else by_mean end as back_test_error, by_last as naive_error
   from errors join said using (naive), width`,
  text(figures['currency']),
  asOf,
];

const median = (of: string, days: string): string =>
  `(select percentile_cont(0.5) within group (order by ${of}) from ${days})`;

/** What the day should have cost by its like, and how far off it was; see the model card in docs/agents.md. */
const anomaly = ({ figures }: Told): Statement => [
  `${costs}, days as (
     select day, sum(cost)::float8 as cost, sum(quantity)::float8 as quantity from charges
     where currency = $1 and service = $3 and provider = $4 and ($5::text is null or resource_id = $5) group by day),
   weekdays as (select * from days where day < $2::date and extract(dow from day) = extract(dow from $2::date)
     order by day desc limit 8),
   before as (select * from days where day < $2::date order by day desc limit 28),
   medians as (select (select count(*) from weekdays) >= 4 as weekly, (select count(*)::int from weekdays) as weekdays,
     (select count(*)::int from before) as before, ${median('cost', 'weekdays')} as of_weekdays, ${median('cost', 'before')} as of_before),
   judged as (select d.cost, d.quantity, weekly, case when weekly then weekdays else before end as compared_days,
     case when weekly then of_weekdays else of_before end as expected,
     greatest(case when weekly then ${median('abs(cost - of_weekdays)', 'weekdays')} else ${median('abs(cost - of_before)', 'before')} end,
       case when before >= 7 then ${median('abs(cost - of_before)', 'before')} end) as spread,
     case when weekly then ${median('quantity', 'weekdays')} else ${median('quantity', 'before')} end as expected_quantity
     from medians, days d where d.day = $2::date)
   select expected, cost - expected as excess, (cost - expected) / greatest(1.4826 * spread, 0.05 * expected, 0.01) as score,
     expected_quantity, case when weekly then 'weekday' else 'days' end as baseline, compared_days,
     case when $5::text is null then 'several_resources'
       when quantity is null or coalesce(expected_quantity, 0) <= 0 or expected <= 0 then 'unknown'
       when quantity / expected_quantity - 1 >= (cost / expected - 1) / 2 then 'usage' else 'price' end as cause
   from judged`,
  text(figures['currency']),
  text(figures['day']),
  text(figures['service']),
  text(figures['provider']),
  text(figures['resource_id']) || null,
];

/** Statements that estimate again, over the stream alone, what an insight says that is neither a count nor a sum. */
export const estimates: Readonly<Record<string, (told: Told) => Statement>> = {
  forecast,
  cost_anomaly: anomaly,
};

/** Decimals that a figure is rounded to; what is not listed here is not rounded. */
export const decimals: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  forecast: { forecast: 2, low: 2, high: 2, back_test_error: 2, naive_error: 2 },
  cost_anomaly: { expected: 4, excess: 4, score: 2 },
  deal_score: { score: 4, start: 4, owner: 4, account: 4, overdue: 4, untouched: 4 },
  duplicate_deals: { name_likeness: 4 },
};

/** Whether a figure, or each of a list of them, is what was estimated again, but for its rounding. */
export const isNear = (told: Json | undefined, again: Json, places?: number): boolean => {
  if (Array.isArray(again)) {
    const list = (Array.isArray(told) ? told : []) as readonly Json[];
    return (
      list.length === again.length && list.every((each, index) => isNear(each, again[index] as Json, places))
    );
  }
  if (typeof again !== 'number') return told === again;
  const slack = 1e-9 * Math.abs(again) + (places === undefined ? 0 : 0.51 * 10 ** -places);
  return told !== null && told !== undefined && Math.abs(Number(told) - again) <= slack;
};
