import { isTime, outcomeSql, stateSql, tagSql, viewSql } from './catalogue.ts';
import type { Bind } from './catalogue.ts';
import { mostRows } from './intent.ts';
import type { Dimension, ViewIntent } from './intent.ts';
import type { Period } from './period.ts';

/** SQL of our own words with what the question named as its parameters `$1`, `$2`, … */
export interface Query {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** A name of the question as the views have it. */
export interface ResolvedName {
  readonly dimension: Dimension;
  readonly value: string;
}

/** Ids that stand behind a group or a total. */
const mostCited = 5;
/** Points of a line: a year of days. */
const mostPoints = 366;

export interface Binder {
  readonly bind: Bind;
  readonly parameters: (string | number)[];
}

export const binder = (): Binder => {
  const parameters: (string | number)[] = [];
  return {
    parameters,
    bind: (value) => {
      const known = parameters.indexOf(value);
      return `$${String(known >= 0 ? known + 1 : parameters.push(value))}`;
    },
  };
};

const withinSql = (day: string, { start, end }: Period, bind: Bind): string => {
  const bounds = [
    ...(start === null ? [] : [`${day} >= cast(${bind(start)} as date)`]),
    ...(end === null ? [] : [`${day} < cast(${bind(end)} as date)`]),
  ];
  return bounds.length === 0 ? 'true' : bounds.join(' and ');
};

/** The day that a question's period is about. */
const daySql = ({ view, created }: ViewIntent): string => {
  const { day, created: createdDay } = viewSql[view];
  return created && createdDay !== null ? createdDay : day;
};

const conditions = (
  intent: ViewIntent,
  names: readonly ResolvedName[],
  today: string,
  bind: Bind,
): readonly string[] => {
  const { dimensions } = viewSql[intent.view];
  const named = names.map(({ dimension, value }) => {
    const column = dimensions[dimension];
    if (column === undefined) throw new Error(`${intent.view} have no ${dimension}`);
    return `lower(${column}) = lower(${bind(value)})`;
  });
  const state = intent.state === null ? [] : [stateSql(intent.state, intent, today, bind)];
  return [...named, ...state];
};

const whereSql = (parts: readonly string[]): string =>
  parts.length === 0 ? '' : `\nwhere ${parts.join('\n  and ')}`;

const isMoney = ({ measure }: ViewIntent): boolean => measure === 'value' || measure === 'average';

const noSum = 'cast(null as decimal(38, 18))';

/** What is added up, or null where records are counted. */
const summedSql = (intent: ViewIntent): string | null => {
  if (intent.measure === 'employees') return 'cast(v.employee_count as decimal(38, 18))';
  return isMoney(intent) ? viewSql[intent.view].amount : null;
};

const groupSql = ({ view, by, tagKey }: ViewIntent, bind: Bind): string => {
  if (by === null) return 'null';
  return by === 'tag' ? tagSql(tagKey ?? '', bind) : (viewSql[view].dimensions[by] ?? 'null');
};

/** Counts and sums under a prefix, of all rows or of those that a condition holds for. */
const measured = (intent: ViewIntent, prefix: string, condition: string | null): readonly string[] => {
  const summed = summedSql(intent);
  const only = condition === null ? '' : ` filter (where ${condition})`;
  const won = condition === null ? outcomeSql.won : `${condition} and ${outcomeSql.won}`;
  return [
    `count(*)${only} as ${prefix}records`,
    `${summed === null ? '0' : `count(${summed})${only}`} as ${prefix}valued`,
    `${summed === null ? noSum : `sum(${summed})${only}`} as ${prefix}total`,
    `${intent.measure === 'win_rate' ? `count(*) filter (where ${won})` : '0'} as ${prefix}won`,
  ];
};

/** Sums and counts per currency and group, with the ids that weigh most. */
const figureQuery = (intent: ViewIntent, names: readonly ResolvedName[], today: string): Query => {
  const { bind, parameters } = binder();
  const { from, id, currency } = viewSql[intent.view];
  const { period, compareWith } = intent;
  const summed = summedSql(intent);
  const now = period === null ? null : withinSql(daySql(intent), period, bind);
  const then = compareWith === null ? null : withinSql(daySql(intent), compareWith, bind);
  const both = [now, then].filter((each) => each !== null).map((each) => `(${each})`);
  const onlyNow = then === null ? null : now;
  const weight = summed === null ? '0' : `coalesce(abs(${summed}), 0)`;
  const columns = [
    `cast(${groupSql(intent, bind)} as varchar) as "group"`,
    `cast(${isMoney(intent) && currency !== null ? currency : 'null'} as varchar) as currency`,
    ...measured(intent, '', onlyNow),
    ...(then === null ? [] : measured(intent, 'former_', then)),
    `array_to_string(arg_max(${id}, (${weight}, ${id}), ${String(mostCited)})${onlyNow === null ? '' : ` filter (where ${onlyNow})`}, chr(10)) as cited`,
  ];
  const where = whereSql([
    ...conditions(intent, names, today, bind),
    ...(both.length === 0 ? [] : [`(${both.join(' or ')})`]),
    ...(intent.measure === 'win_rate' ? [outcomeSql.closed] : []),
  ]);
  const inner = `select ${columns.join(',\n  ')}\nfrom ${from}${where}\ngroup by 1, 2`;
  return { sql: rankedFigures(intent, inner), parameters };
};

const sizeSql: Readonly<Record<ViewIntent['measure'], string>> = {
  records: 'g.records',
  value: 'g.total',
  employees: 'g.total',
  average: 'g.total / nullif(g.valued, 0)',
  win_rate: 'g.won / nullif(g.records, 0)',
};

/** The groups that a person can read, each with what all groups come to. */
const rankedFigures = ({ by, measure, compareWith, order, limit }: ViewIntent, inner: string): string => {
  const direction = order === 'highest' ? 'desc' : 'asc';
  const time = by !== null && isTime(by);
  const ranking = time ? 'g."group" desc' : `${sizeSql[measure]} ${direction} nulls last, g."group"`;
  const former =
    compareWith === null
      ? ''
      : ', g.former_records, g.former_valued, cast(g.former_total as varchar) as former_total, g.former_won';
  const whole = ['records', 'valued', 'won'].map(
    (name) => `cast(sum(g.${name}) over (partition by g.currency) as bigint) as whole_${name}`,
  );
  return `select g."group", g.currency, g.records, g.valued, cast(g.total as varchar) as total, g.won${former}, g.cited,
  ${whole.join(', ')}, cast(sum(g.total) over (partition by g.currency) as varchar) as whole_total,
  count(*) over (partition by g.currency) as groups
from (${inner}) g
qualify row_number() over (partition by g.currency order by ${ranking}) <= ${String(time ? mostPoints : limit)}
order by g.currency nulls last, ${time ? 'g."group"' : ranking}`;
};

/** Records with what a person wants to see of them, the largest of each currency first. */
const listQuery = (intent: ViewIntent, names: readonly ResolvedName[], today: string): Query => {
  const { bind, parameters } = binder();
  const { from, id, amount, currency, shown } = viewSql[intent.view];
  const { period, measure, order, limit, state } = intent;
  const within = period === null ? [] : [withinSql(daySql(intent), period, bind)];
  const direction = order === 'highest' ? 'desc' : 'asc';
  const weight = measure === 'employees' ? 'v.employee_count' : amount;
  const ranking =
    state === 'stuck'
      ? `v.close_date nulls last, ${id}`
      : weight === null
        ? `2, ${id}`
        : `${weight} ${direction} nulls last, ${id}`;
  const columns = [`${id} as id`, ...shown.map(({ name, sql }) => `${sql} as "${name}"`)];
  const partition = currency === null || measure === 'employees' ? '' : `partition by ${currency} `;
  const ranked = weight === null ? `${shown[0]?.sql ?? id}, ${id}` : ranking;
  const where = whereSql([...conditions(intent, names, today, bind), ...within]);
  return {
    sql: `select ${columns.join(',\n  ')},
  count(*) over () as whole
from ${from}${where}
qualify row_number() over (${partition}order by ${ranked}) <= ${String(Math.min(limit, mostRows))}
order by ${currency === null || measure === 'employees' ? '' : `${currency} nulls last, `}${ranked}`,
    parameters,
  };
};

/** The one query that answers an intent whose names are resolved. */
export const buildQuery = (intent: ViewIntent, names: readonly ResolvedName[], today: string): Query =>
  intent.kind === 'list' ? listQuery(intent, names, today) : figureQuery(intent, names, today);

/** The newest day of what an intent is about, whatever its period: column `newest`. */
export const newestQuery = (intent: ViewIntent, names: readonly ResolvedName[], today: string): Query => {
  const { bind, parameters } = binder();
  const where = whereSql(conditions(intent, names, today, bind));
  return {
    sql: `select strftime(max(${daySql(intent)}), '%Y-%m-%d') as newest\nfrom ${viewSql[intent.view].from}${where}`,
    parameters,
  };
};
