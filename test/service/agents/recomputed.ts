import { DuckDBInstance } from '@duckdb/node-api';
import { sumDecimals } from '../../../domain/canonical/decimal.ts';
import type { Json } from '../../../domain/json.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { decimals, estimates, isNear } from './estimates.ts';
import { openDeals } from './open-deals.ts';
import type { OpenDeal } from './open-deals.ts';
import { costs, deals, text } from './stream-statements.ts';
import type { Statement, Told } from './stream-statements.ts';

const exact = (sum: string): string => `trim_scale(coalesce(${sum}, 0))::text`;

const thisMonth = `day >= date_trunc('month', $2::date) and day <= $2::date`;
const lastMonth = `day >= date_trunc('month', $2::date) - interval '1 month' and day < date_trunc('month', $2::date)`;
const lastMonthToDay = `${lastMonth} and day <= $2::date - interval '1 month'`;
/** How the month stands to as many days of the one before; null where that was nothing. */
const change = `case when sum(billed) filter (where ${lastMonthToDay}) > 0 then
  round(coalesce(sum(billed) filter (where ${thisMonth}), 0) / sum(billed) filter (where ${lastMonthToDay}) - 1, 4)::float8 end`;

const statements: Readonly<Record<string, (told: Told) => Statement>> = {
  pipeline_health: ({ figures, as_of: asOf }) => [
    `${deals} select count(*) filter (where not closed)::int as open_deals,
             ${exact('sum(amount) filter (where not closed)')} as open_amount,
             count(*) filter (where not closed and amount is null)::int as open_without_amount,
             ${exact('sum(amount) filter (where not closed and close_date between $2::date and $2::date + 90)')} as closes_in_90_days,
             ${exact('sum(amount) filter (where won and close_date between $2::date - 90 and $2::date)')} as won_in_last_90_days,
             count(*) filter (where not closed and close_date < $2::date)::int as overdue_deals,
             ${exact('sum(amount) filter (where not closed and close_date < $2::date)')} as overdue_amount,
             percentile_cont(0.5) within group (order by $2::date - close_date)
               filter (where not closed and close_date < $2::date) as median_days_overdue,
             count(*) filter (where won)::int as won_deals, count(*) filter (where closed)::int as closed_deals,
             percentile_cont(0.5) within group (order by $2::date - created_on) filter (where not closed) as median_age_days,
             percentile_cont(0.5) within group (order by close_date - created_on)
               filter (where won and close_date >= created_on) as median_cycle_days,
             round(count(*) filter (where won)::numeric / nullif(count(*) filter (where closed), 0), 4)::float8 as win_rate,
             round(coalesce(sum(amount) filter (where not closed and close_date between $2::date and $2::date + 90), 0)
               / nullif(sum(amount) filter (where won and close_date between $2::date - 90 and $2::date), 0), 2)::float8 as coverage,
             (select json_agg(json_build_object('stage', stage, 'deals', n, 'amount', amount) order by stage collate "C") from (
               select stage, count(*)::int as n, ${exact('sum(amount)')} as amount from deals
               where not closed and currency = $1 group by stage) of_stage) as stages
           from deals where currency = $1`,
    text(figures['currency']),
    asOf,
  ],
  forecast: ({ figures, as_of: asOf }) => [
    `${deals} select count(*)::int as won_deals, ${exact('sum(amount)')} as won_amount from deals
           where won and amount is not null and currency = $1 and close_date <= $2::date
             and close_date >= date_trunc('month', $2::date + 1) - interval '6 months'
             and close_date < date_trunc('month', $2::date + 1)`,
    text(figures['currency']),
    asOf,
  ],
  stuck_deals: ({ figures, as_of: asOf }) => [
    `${deals}, patience as materialized (
             select greatest(60, coalesce(1.5 * percentile_cont(0.5) within group (order by close_date - created_on)
               filter (where won and close_date >= created_on), 60)) as days from deals)
           select count(*)::int as deals, ${exact('sum(amount)')} as amount from deals, patience
           where not closed and currency = $1 and (close_date < $2::date - 30 or $2::date - touched_on > days)`,
    text(figures['currency']),
    asOf,
  ],
  spend: ({ figures, as_of: asOf }) => [
    `${costs} select count(*) filter (where day >= date_trunc('month', $2::date) and day <= $2::date)::int as charges,
             ${exact(`sum(billed) filter (where day >= date_trunc('month', $2::date) and day <= $2::date)`)} as this_month,
             ${exact(`sum(billed) filter (where ${lastMonth})`)} as last_month,
             ${exact(`sum(billed) filter (where ${lastMonthToDay})`)} as last_month_to_day, ${change} as change
           from charges where currency = $1`,
    text(figures['currency']),
    asOf,
  ],
  untagged_resources: ({ figures, as_of: asOf }) => [
    `${costs}, bare as (
             select resource_id, max(name) as name, provider, service, sum(billed) as billed from charges
             where currency = $1 and resource_id is not null and day > $2::date - 30 and day <= $2::date
             group by resource_id, provider, service having bool_and(coalesce(tags::text, '{}') in ('{}', 'null', '[]', '""')))
           select count(*)::int as resources, ${exact('sum(billed)')} as billed,
             (select json_agg(json_build_object('resource_id', resource_id, 'name', name, 'billed', trim_scale(billed)::text)
               order by at) from (select *, row_number() over (order by billed desc, resource_id collate "C") as at from bare) largest
               where at <= $3::int) as rows from bare`,
    text(figures['currency']),
    asOf,
    String((figures['rows'] as readonly Json[]).length),
  ],
  idle_resource: ({ figures, as_of: asOf }) => [
    `${costs}, idle as (
             select currency, resource_id, sum(billed) as billed,
               count(distinct day) filter (where day > $2::date - 7)::int as idle_days from charges
             where resource_id is not null and day > $2::date - 30 and day <= $2::date
             group by currency, provider, service, resource_id
             having coalesce(max(abs(quantity)) filter (where day > $2::date - 7), 1) = 0
               and bool_and(quantity is not null) filter (where day > $2::date - 7)
               and count(distinct day) filter (where day > $2::date - 7) = 7
               and sum(billed) filter (where day > $2::date - 7) > 0)
           select resource_id, trim_scale(billed)::text as billed, idle_days, (select count(*)::int from idle) as idle_resources
           from idle where currency = $1 and resource_id = $3`,
    text(figures['currency']),
    asOf,
    text(figures['resource_id']),
  ],
  cost_anomaly: ({ figures }) => [
    `${costs} select ${exact('sum(cost)')} as cost, trim_scale(sum(quantity))::text as quantity from charges
           where currency = $1 and day = $2::date and service = $3 and provider = $4
             and ($5::text is null or resource_id = $5)`,
    text(figures['currency']),
    text(figures['day']),
    text(figures['service']),
    text(figures['provider']),
    text(figures['resource_id']) || null,
  ],
};

const columns = {
  spend_by_service: 'service',
  spend_by_account: 'account',
  spend_by_resource: 'resource_id',
} as const;

/** What a finding is about, in words and days. */
const subjects = ['currency', 'as_of', 'month', 'day', 'days', 'provider', 'service', 'resource_id'];

/** A reason by its name: its effect, and the numbers of its sentence. */
const reasonsOf = (reasons: Json | undefined): Record<string, Json> =>
  Object.fromEntries(
    ((reasons ?? []) as readonly { name: string; effect: number; text: string }[]).map(
      ({ name, effect, text: sentence }) => [name, [effect, ...(sentence.match(/\d+/g) ?? []).map(Number)]],
    ),
  );

/** Answers what each figure of a finding must be, by statements that share nothing with the agents'. */
export class Recomputed {
  readonly #platform: TestPlatform;
  #deals: ReturnType<typeof openDeals> | undefined;

  constructor(platform: TestPlatform) {
    this.#platform = platform;
  }

  async #row(sql: string, values: readonly unknown[]): Promise<Record<string, Json>> {
    const { rows } = await this.#platform.database.admin.query<Record<string, Json>>(sql, [...values]);
    return rows[0] ?? {};
  }

  /**
   * Every figure of a finding beside the same one recomputed. Estimates that are as near as their decimals allow stand there as
   * they were told.
   */
  async compare(told: Told): Promise<{ told: Record<string, Json>; again: Record<string, Json> }> {
    const { kind, figures } = told;
    const exact = await this.#exact(told);
    const near = await this.#estimated(told);
    const { reasons, ...plain } = figures;
    const shown: Record<string, Json> = { ...plain, ...reasonsOf(reasons) };
    const again = { ...exact };
    for (const [name, value] of Object.entries(near))
      again[name] = isNear(shown[name], value, decimals[kind]?.[name]) ? (shown[name] ?? null) : value;
    const compared = Object.entries(shown).filter(([name]) => name in again || !subjects.includes(name));
    return { told: Object.fromEntries(compared), again };
  }

  async #exact(told: Told): Promise<Record<string, Json>> {
    const { kind } = told;
    if (kind.startsWith('spend_by_'))
      return await this.#breakdown(kind as keyof typeof columns, told.figures, told.as_of);
    const statement = statements[kind]?.(told);
    if (statement !== undefined) return await this.#row(statement[0], statement.slice(1));
    const deal = await this.#deal(told);
    const { amount, currency } = deal.told;
    if (kind === 'deal_score') return deal.told;
    return kind === 'stuck_deal' ? { amount, currency, ...deal.waits } : { amount, currency };
  }

  async #estimated(told: Told): Promise<Record<string, Json>> {
    const statement = estimates[told.kind]?.(told);
    if (statement !== undefined) return await this.#row(statement[0], statement.slice(1));
    if (told.kind === 'duplicate_deals') return { name_likeness: await this.#likeness(told) };
    if (told.kind !== 'deal_score') return {};
    const { score, reasons } = await this.#deal(told);
    const given = Object.entries(reasons).filter(([, reason]) => reason !== null);
    return { score, ...(Object.fromEntries(given) as Record<string, Json>) };
  }

  async #deal({ citations, as_of: asOf }: Told, which = 0): Promise<OpenDeal> {
    this.#deals ??= openDeals(this.#platform.database, asOf);
    const cited = citations.filter(({ entity }) => entity === 'opportunity')[which];
    const deal = (await this.#deals).get(cited?.id ?? '');
    if (deal === undefined) throw new Error(`no open deal ${cited?.id ?? ''}`);
    return deal;
  }

  /** PostgreSQL has no such measure; the names are those of the stream. */
  async #likeness(told: Told): Promise<number> {
    const [one, other] = [await this.#deal(told), await this.#deal(told, 1)];
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    const found = await connection.runAndReadAll(
      'SELECT jaro_winkler_similarity(lower($1), lower($2)) AS likeness',
      [one.name, other.name],
    );
    connection.closeSync();
    instance.closeSync();
    return Number(found.getRows()[0]?.[0]);
  }

  async #breakdown(
    kind: keyof typeof columns,
    figures: Told['figures'],
    asOf: string,
  ): Promise<Record<string, Json>> {
    const column = columns[kind];
    const service = kind === 'spend_by_service';
    const key = service ? "provider || ' ' || service" : `coalesce(${column}, '')`;
    type Group = Readonly<Record<'this_month' | 'last_month', string>> & {
      id: string;
      change: number | null;
    };
    const { rows } = await this.#platform.database.admin.query<Group>(
      `${costs} select ${key} as id, ${exact(`sum(billed) filter (where ${thisMonth})`)} as this_month,
         ${exact(`sum(billed) filter (where ${lastMonth})`)} as last_month, ${change} as change
       from charges where currency = $1 group by 1 having count(*) filter (where ${thisMonth}) > 0`,
      [text(figures['currency']), asOf],
    );
    const groups = new Map(rows.map(({ id, ...sums }) => [id, sums]));
    const told = figures['rows'] as readonly Readonly<Record<string, Json>>[];
    return {
      groups: rows.length,
      total: sumDecimals(rows.map(({ this_month: sum }) => sum)),
      rows: told.map((row) => ({
        ...row,
        ...(groups.get(service ? `${text(row['provider'])} ${text(row['id'])}` : text(row['id'])) ?? {
          this_month: 'nothing',
        }),
      })),
    };
  }
}
