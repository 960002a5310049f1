import { mostRows, usualLimit, usualStuckDays } from './intent.ts';
import type { Dimension, Intent, Measure, State, Unified, View, ViewIntent } from './intent.ts';
import type { Ask } from './lexicon.ts';
import { objectionTo } from './objections.ts';
import { parseQuestion } from './parse-question.ts';
import type { Parts } from './parse-question.ts';
import { readOrigin } from './origin-question.ts';
import { periodBefore, unitPeriod, yearBefore } from './period.ts';
import type { Period } from './period.ts';
import { readWords } from './words.ts';

/** What became of a question: its intent, or in a few words why the grammar has none. */
export type Understood =
  { readonly intent: Intent } | { readonly intent: undefined; readonly because: string };

const not = (because: string): Understood => ({ intent: undefined, because });

/** Reads a question by the grammar of docs/ask.md. `today` is `YYYY-MM-DD` in UTC. */
export const intentOf = (question: string, today: string): Understood => {
  const words = readWords(question);
  if (words.length === 0) return not('there are no words in it');
  const origin = readOrigin(question, words);
  if (origin !== undefined) return { intent: origin };
  const parts = parseQuestion(question, words, today);
  const [unknown] = parts.leftover;
  if (unknown !== undefined) return not(`I do not know the word “${unknown.slice(0, 40)}” there`);
  return dataIntentOf(parts) ?? viewIntentOf(parts, today);
};

const unifiedOf: Partial<Record<View, Unified>> = { accounts: 'account', contacts: 'contact' };

/** Freshness, duplicates and sources: what the data itself is. */
const dataIntentOf = (parts: Parts): Understood | undefined => {
  const { asks, subjects, names, periods } = parts;
  const asked = (['freshness', 'duplicates', 'sources'] as const).find((ask) => asks.has(ask));
  if (asked === undefined) return undefined;
  if (names.length > 0 || periods.length > 0)
    return not('what the data itself is can be asked of all of it, as it is now');
  const view = subjects[0]?.view;
  if (asked === 'freshness') return { intent: { kind: 'freshness' } };
  if (asked === 'sources')
    return view === undefined ? not('it does not say what of') : { intent: { kind: 'sources', view } };
  const entity = view === undefined ? null : unifiedOf[view];
  return entity === undefined
    ? not('only accounts and contacts are unified')
    : { intent: { kind: 'duplicates', entity } };
};

interface Subject {
  readonly view: View;
  readonly measure: Measure;
  /** The noun that is broken down, where another one is what ranks it. */
  readonly by: Dimension | null;
}

const nounDimension: Readonly<Record<View, Dimension | null>> = {
  ...{
    accounts: 'account',
    cloud_resources: 'resource',
    contacts: null,
    opportunities: null,
    cloud_costs: null,
  },
};

const subjectOf = (parts: Parts): Subject | undefined => {
  const { subjects } = parts;
  const ranking = subjects.find(({ ranksBy }) => ranksBy);
  const noun = subjects.find((subject) => subject !== ranking && subject.measure === 'records');
  const nounBy = noun === undefined ? null : nounDimension[noun.view];
  if (ranking !== undefined) return { ...ranking, by: nounBy };
  // `spend on untagged resources`: what is summed comes before what it is summed over.
  const valued = subjects.find(({ measure }) => measure !== 'records');
  if (valued !== undefined) return { ...valued, by: ranks(parts) ? nounBy : null };
  if (isExpensive(parts) && (noun === undefined || nounBy === 'resource'))
    return { view: 'cloud_costs', measure: 'value', by: nounBy };
  return noun === undefined ? unnamedSubject(parts) : { ...noun, measure: measureFrom(parts), by: null };
};

/** `which customers have the largest pipeline` is about each of them. */
const ranks = ({ asks }: Parts): boolean => asks.has('highest') || asks.has('lowest');
const isExpensive = ({ asks }: Parts): boolean => asks.has('dearest') || asks.has('cheapest');

/** `won last quarter` means deals, `untagged` resources, `employees of Acme` an account. */
const unnamedSubject = (parts: Parts): Subject | undefined => {
  const { measures, states } = parts;
  if (measures.includes('employees')) return { view: 'accounts', measure: 'employees', by: null };
  const [state] = states;
  if (state === undefined) return undefined;
  if (state === 'untagged' || state === 'idle')
    return { view: 'cloud_resources', measure: 'records', by: null };
  return { view: 'opportunities', measure: measures.length > 0 ? measureFrom(parts) : 'records', by: null };
};

const measureFrom = ({ asks, measures }: Parts): Measure =>
  asks.has('count')
    ? 'records'
    : (measures.find((measure) => measure !== 'value') ?? measures[0] ?? 'records');

const viewIntentOf = (parts: Parts, today: string): Understood => {
  const subject = subjectOf(parts);
  if (subject === undefined) return not('it does not say what it is about');
  const { view } = subject;
  const by = groupOf(parts, subject);
  if (by === 'several') return not('it can be broken down by one thing at a time');
  const state = stateOf(parts, subject);
  if (state === 'several') return not('it names two states that exclude each other');
  const time = timeOf(parts, today);
  if (typeof time === 'string') return not(time);
  const ranked = rankOf(parts);
  const measure = averaged(parts, subject);
  const kind = kindOf(parts, measure, by, time);
  const intent: ViewIntent = {
    ...{ kind, view, measure, state, by, tagKey: parts.tagKey, names: parts.names },
    ...{ ...time, created: parts.asks.has('created'), order: ranked.order },
    limit: Math.min(mostRows, parts.count ?? ranked.limit ?? usualLimit[kind]),
    stuckDays: parts.days ?? usualStuckDays,
  };
  const objection =
    parts.days !== null && state !== 'stuck'
      ? 'a number of days belongs to stuck deals'
      : objectionTo(intent);
  return objection === undefined ? { intent } : not(objection);
};

/** `average value of won deals`, `average deal size`. */
const averaged = (parts: Parts, { measure, view }: Subject): Measure =>
  view === 'opportunities' && (measure === 'average' || parts.measures.includes('average'))
    ? 'average'
    : measure;

const groupOf = (parts: Parts, subject: Subject): Dimension | null | 'several' => {
  const all = new Set([...parts.by, ...(subject.by === null ? [] : [subject.by])]);
  if (
    parts.asks.has('over_time') &&
    !['day', 'week', 'month', 'quarter', 'year'].some((each) => all.has(each as Dimension))
  )
    all.add('month');
  // In questions about costs an account is one of the provider's.
  const groups = [...all].map((each) =>
    each === 'account' && (subject.view === 'cloud_costs' || subject.view === 'cloud_resources')
      ? 'sub_account'
      : each,
  );
  return groups.length > 1 ? 'several' : (groups[0] ?? null);
};

const stateOf = (parts: Parts, { view, measure }: Subject): State | null | 'several' => {
  const named = new Set(parts.states);
  // `top open deals that are stuck`: what is stuck is open.
  if (named.has('stuck') || named.has('overdue')) named.delete('open');
  if (named.size > 1) return 'several';
  const [state] = named;
  if (state !== undefined) return state;
  if (view !== 'opportunities') return null;
  // The pipeline is what is open, and what is expected to close is open.
  const isPipeline = measure === 'value' && parts.subjects.some((each) => each.measure === 'value');
  return isPipeline || parts.asks.has('closing') ? 'open' : null;
};

interface Time {
  readonly period: Period | null;
  readonly compareWith: Period | null;
}

const overUnits = {
  month_over_month: 'month',
  quarter_over_quarter: 'quarter',
  year_over_year: 'year',
} as const;

const over = (parts: Parts): keyof typeof overUnits | undefined =>
  (Object.keys(overUnits) as (keyof typeof overUnits)[]).find((ask) => parts.asks.has(ask));

const noFormer = 'that period has no former one';

const compared = (period: Period, compareWith: Period | undefined): Time | string =>
  compareWith === undefined ? noFormer : { period, compareWith };

const timeOf = (parts: Parts, today: string): Time | string => {
  const [first, second] = parts.periods;
  const ask = over(parts);
  if (ask !== undefined) {
    const period = first ?? unitPeriod(today, overUnits[ask]);
    return compared(period, ask === 'year_over_year' ? yearBefore(period) : periodBefore(period));
  }
  if (parts.asks.has('compare')) return comparedTime(parts, today);
  return second === undefined ? { period: first ?? null, compareWith: null } : 'it names two periods';
};

const comparedTime = ({ compareWith, periods }: Parts, today: string): Time | string => {
  const [first, second] = periods;
  const named = typeof compareWith === 'object' && compareWith !== null ? compareWith : second;
  const unit = named?.unit ?? null;
  const period = first ?? (unit === null ? undefined : unitPeriod(today, unit));
  if (period === undefined) return 'it does not say which periods to compare';
  return compared(
    period,
    named ?? (compareWith === 'year before' ? yearBefore(period) : periodBefore(period)),
  );
};

const rankOf = ({ asks }: Parts): { readonly order: 'highest' | 'lowest'; readonly limit?: number } => {
  if (asks.has('lowest') || asks.has('cheapest')) return { order: 'lowest', limit: 5 };
  return asks.has('highest') || asks.has('dearest') ? { order: 'highest', limit: 5 } : { order: 'highest' };
};

const listing: readonly Ask[] = ['list', 'highest', 'lowest'];

const kindOf = (parts: Parts, measure: Measure, by: Dimension | null, time: Time): 'figure' | 'list' => {
  if (by !== null || time.compareWith !== null || parts.asks.has('count')) return 'figure';
  const summed = parts.subjects.some((subject) => subject.measure !== 'records');
  if (measure === 'win_rate' || measure === 'average' || summed) return 'figure';
  if (listing.some((ask) => parts.asks.has(ask))) return 'list';
  // `open deals`, `contacts of Acme`: nouns alone ask for the records; `how much …` for a sum.
  return parts.measures.length > 0 ? 'figure' : 'list';
};
