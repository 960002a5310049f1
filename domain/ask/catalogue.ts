import { idleDays } from '../agents/finops/questions.ts';
import type { Dimension, State, View, ViewIntent } from './intent.ts';

/** The SQL of the views' columns. Everything here is constant text: what a question names travels as a parameter. */

interface ViewSql {
  /** Table with its joins; the view itself is `v`, the golden account `a`. */
  readonly from: string;
  readonly id: string;
  /** The canonical entity of a row, for links. */
  readonly entity: string;
  /** What a period means: when a record takes place; a DATE. */
  readonly day: string;
  /** When it was created, or null where the view does not say. */
  readonly created: string | null;
  /** An exact amount of money, or null. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly dimensions: Partial<Readonly<Record<Dimension, string>>>;
  /** Columns of a list, after the id. */
  readonly shown: readonly ShownColumn[];
}

/** A column of a list: its SQL, and how a person reads it. */
export interface ShownColumn {
  readonly name: string;
  readonly label: string;
  readonly sql: string;
  readonly type: 'text' | 'money' | 'count' | 'date' | 'ratio';
}

/** Exact: the views hold eighteen places. */
const exact = (column: string): string => `cast(${column} as decimal(38, 18))`;
const text = (column: string): string => `cast(${column} as varchar)`;
/** The day of an instant; the views hold times in UTC. */
const dayOfInstant = (column: string): string => `cast(${column} as date)`;
const tagsOf = (column: string): string => `coalesce(${text(column)}, '{}')`;

const shown = (
  name: string,
  label: string,
  sql: string,
  type: ShownColumn['type'] = 'text',
): ShownColumn => ({ name, label, sql, type });

const calendar = (day: string): Partial<Record<Dimension, string>> => ({
  day: `strftime(${day}, '%Y-%m-%d')`,
  week: `strftime(date_trunc('week', ${day}), '%Y-%m-%d')`,
  month: `strftime(${day}, '%Y-%m')`,
  quarter: `strftime(${day}, '%Y') || '-Q' || cast(quarter(${day}) as varchar)`,
  year: `strftime(${day}, '%Y')`,
});

const cloudDimensions: Partial<Record<Dimension, string>> = {
  service: 'v.service_name',
  category: 'v.service_category',
  region: 'coalesce(v.region_name, v.region_id)',
  provider: 'v.provider_name',
  sub_account: 'coalesce(v.sub_account_name, v.sub_account_id, v.billing_account_id)',
  resource_type: 'v.resource_type',
  resource: 'coalesce(v.resource_name, v.resource_id)',
};

const chargeDay = dayOfInstant('v.charge_period_start');
const createdDay = dayOfInstant('v.created_at');

export const viewSql: Readonly<Record<View, ViewSql>> = {
  accounts: {
    ...{ from: 'accounts v', id: 'v.account_id', entity: 'account', day: createdDay, created: createdDay },
    ...{ amount: exact('v.annual_revenue'), currency: 'v.currency' },
    dimensions: {
      ...{ name: 'v.name', industry: 'v.industry', country: 'v.billing_country', city: 'v.billing_city' },
      ...{ owner: 'v.owner_id', currency: 'v.currency', ...calendar(createdDay) },
    },
    shown: [
      shown('name', 'Account', 'v.name'),
      shown('industry', 'Industry', 'v.industry'),
      shown('country', 'Country', 'v.billing_country'),
      shown('employees', 'Employees', 'v.employee_count', 'count'),
      shown('amount', 'Annual revenue', text(exact('v.annual_revenue')), 'money'),
      shown('currency', 'Currency', 'v.currency'),
    ],
  },
  contacts: {
    from: 'contacts v left join accounts a on a.account_id = v.account_id',
    ...{
      id: 'v.contact_id',
      entity: 'contact',
      day: createdDay,
      created: createdDay,
      amount: null,
      currency: null,
    },
    dimensions: {
      ...{ name: 'v.full_name', account: 'a.name', title: 'v.title', department: 'v.department' },
      ...{ country: 'v.mailing_country', city: 'v.mailing_city', owner: 'v.owner_id' },
      ...{ industry: 'a.industry', ...calendar(createdDay) },
    },
    shown: [
      shown('name', 'Contact', 'v.full_name'),
      shown('title', 'Title', 'v.title'),
      shown('account', 'Account', 'a.name'),
      shown('email', 'E-mail', 'v.email'),
      shown('phone', 'Phone', 'coalesce(v.phone, v.mobile_phone)'),
    ],
  },
  opportunities: {
    from: 'opportunities v left join accounts a on a.account_id = v.account_id',
    ...{ id: 'v.opportunity_id', entity: 'opportunity', day: 'v.close_date', created: createdDay },
    ...{ amount: exact('v.amount'), currency: 'v.currency' },
    dimensions: {
      ...{ name: 'v.name', account: 'a.name', owner: 'v.owner_id', stage: 'v.stage', currency: 'v.currency' },
      ...{
        industry: 'a.industry',
        country: 'a.billing_country',
        city: 'a.billing_city',
        ...calendar('v.close_date'),
      },
    },
    shown: [
      shown('name', 'Deal', 'v.name'),
      shown('account', 'Account', 'a.name'),
      shown('stage', 'Stage', 'v.stage'),
      shown('close_date', 'Close date', "strftime(v.close_date, '%Y-%m-%d')", 'date'),
      shown('updated', 'Last change', `strftime(${dayOfInstant('v.updated_at')}, '%Y-%m-%d')`, 'date'),
      shown('owner', 'Owner', 'v.owner_id'),
      shown('amount', 'Amount', text(exact('v.amount')), 'money'),
      shown('currency', 'Currency', 'v.currency'),
    ],
  },
  cloud_resources: {
    ...{
      from: 'cloud_resources v',
      id: 'v.cloud_resource_id',
      entity: 'cloud_resource',
      day: 'cast(null as date)',
    },
    ...{ created: null, amount: null, currency: null, dimensions: cloudDimensions },
    shown: [
      shown('name', 'Resource', 'coalesce(v.resource_name, v.resource_id)'),
      shown('resource_type', 'Type', 'v.resource_type'),
      shown('service', 'Service', 'v.service_name'),
      shown('region', 'Region', 'coalesce(v.region_name, v.region_id)'),
      shown('provider', 'Provider', 'v.provider_name'),
    ],
  },
  cloud_costs: {
    ...{ from: 'cloud_costs v', id: 'v.cloud_cost_id', entity: 'cloud_cost', day: chargeDay, created: null },
    ...{ amount: exact('v.billed_cost'), currency: 'v.billing_currency' },
    dimensions: {
      ...cloudDimensions,
      ...{ charge_category: 'v.charge_category', currency: 'v.billing_currency', ...calendar(chargeDay) },
      billing_account: 'coalesce(v.billing_account_name, v.billing_account_id)',
    },
    shown: [
      shown('day', 'Day', `strftime(${chargeDay}, '%Y-%m-%d')`, 'date'),
      shown('service', 'Service', 'v.service_name'),
      shown('resource', 'Resource', 'coalesce(v.resource_name, v.resource_id)'),
      shown('charge_category', 'Charge', 'v.charge_category'),
      shown('amount', 'Billed cost', text(exact('v.billed_cost')), 'money'),
      shown('currency', 'Currency', 'v.billing_currency'),
    ],
  },
};

/** How people call a view's records. */
export const viewWords: Readonly<Record<View, { readonly one: string; readonly plural: string }>> = {
  accounts: { one: 'account', plural: 'accounts' },
  contacts: { one: 'contact', plural: 'contacts' },
  opportunities: { one: 'deal', plural: 'deals' },
  cloud_resources: { one: 'cloud resource', plural: 'cloud resources' },
  cloud_costs: { one: 'charge', plural: 'charges' },
};

const times: ReadonlySet<Dimension> = new Set(['day', 'week', 'month', 'quarter', 'year']);

/** Whether the groups of a breakdown follow one another in time. */
export const isTime = (dimension: Dimension): boolean => times.has(dimension);

const hasTags = (view: View): boolean => view === 'cloud_costs' || view === 'cloud_resources';

export const canGroup = (view: View, by: Dimension): boolean =>
  (by !== 'name' && viewSql[view].dimensions[by] !== undefined) || (by === 'tag' && hasTags(view));

export const canNarrow = (view: View, by: Dimension): boolean =>
  viewSql[view].dimensions[by] !== undefined && !isTime(by);

/** What a name without a dimension may be, in a view. */
export const nameDimensions = (view: View): readonly Dimension[] =>
  (Object.keys(viewSql[view].dimensions) as Dimension[]).filter((dimension) => canNarrow(view, dimension));

/** A deal is over where its source says so, or else where its stage does. */
const wonSql = "coalesce(v.is_won, v.stage = 'won', false)";
const isClosed =
  "(coalesce(v.is_closed, false) or coalesce(v.is_won, false) or coalesce(v.stage in ('won', 'lost'), false))";
const lostSql = `(${isClosed} and not ${wonSql})`;

const chargedOn = dayOfInstant('c.charge_period_start');

/** As FinOps sees them: charged for on each of the last days of the cost data, and not used at all. */
const idleResources = `select c.resource_id from cloud_costs c
  where ${chargedOn} > (select max(${dayOfInstant('x.charge_period_start')}) from cloud_costs x) - ${String(idleDays)}
  group by c.resource_id
  having count(distinct ${chargedOn}) = ${String(idleDays)} and count(c.consumed_quantity) = count(*)
    and max(abs(c.consumed_quantity)) = 0 and sum(c.billed_cost) > 0`;

/** Binds a value and answers its placeholder. */
export type Bind = (value: string | number) => string;

/** The condition of a state. */
export const stateSql = (state: State, { stuckDays }: ViewIntent, today: string, bind: Bind): string => {
  if (state === 'open') return `not ${isClosed}`;
  if (state === 'closed') return isClosed;
  if (state === 'won') return wonSql;
  if (state === 'lost') return lostSql;
  if (state === 'untagged') return `${tagsOf('v.tags')} in ('{}', 'null', '[]', '')`;
  if (state === 'idle') return `v.resource_id in (${idleResources})`;
  const day = `cast(${bind(today)} as date)`;
  if (state === 'overdue') return `(not ${isClosed} and v.close_date < ${day})`;
  return `(not ${isClosed} and (v.close_date < ${day} or ${dayOfInstant('v.updated_at')} < ${day} - cast(${bind(stuckDays)} as integer)))`;
};

export const outcomeSql = { won: wonSql, closed: isClosed } as const;

/** The value of a tag; its key is a parameter. */
export const tagSql = (key: string, bind: Bind): string =>
  `json_extract_string(${tagsOf('v.tags')}, ${bind(`$."${key}"`)})`;
