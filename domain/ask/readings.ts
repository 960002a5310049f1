import { canGroup } from './catalogue.ts';
import { dimensions, isViewIntent, states, usualLimit, views } from './intent.ts';
import type { DataIntent, Dimension, Intent, Measure, View, ViewIntent } from './intent.ts';
import { objectionTo } from './objections.ts';
import { everything, lastUnits, periodBefore, unitPeriod, yearBefore } from './period.ts';
import type { Period } from './period.ts';
import { personas } from './personas.ts';
import type { Persona } from './personas.ts';
import { asksSame, putQuestion } from './put-question.ts';
import { dimensionWords } from './wording.ts';

/** Parts of a question that can be read, and changed, one by one. */
export const readingParts = [
  'persona',
  'measure',
  'entity',
  'state',
  'name',
  'group',
  'period',
  'comparison',
] as const;
export type ReadingPart = (typeof readingParts)[number];

/** What a question would be otherwise. */
export interface OtherReading {
  readonly label: string;
  readonly question: string;
  /** Whom to ask it for; null: whom it suits. */
  readonly persona: Persona | null;
}

/** How one part of a question was understood, and what it could be instead. */
export interface Reading {
  readonly part: ReadingPart;
  readonly value: string;
  readonly others: readonly OtherReading[];
}

const entityWords: Readonly<Record<View, string>> = {
  accounts: 'accounts',
  contacts: 'contacts',
  opportunities: 'deals',
  cloud_resources: 'cloud resources',
  cloud_costs: 'cloud costs',
};

interface Choice {
  readonly label: string;
  readonly change: Partial<ViewIntent>;
}

type Asked = Pick<ViewIntent, 'kind' | 'measure'>;

const measureWords = ({ kind, measure }: Asked): string => {
  if (measure === 'records') return kind === 'list' ? 'list' : 'number';
  return measure.replace('_', ' ');
};

const askedOf = (measure: Measure, kind: Asked['kind'] = 'figure'): Asked => ({ kind, measure });
const measuresAsked: readonly Asked[] = [
  askedOf('records'),
  askedOf('records', 'list'),
  askedOf('value'),
  askedOf('average'),
  askedOf('win_rate'),
  askedOf('employees'),
];

/** A list has no breakdown and no comparison. */
const asMeasured = (asked: Asked): Partial<ViewIntent> => ({
  ...asked,
  limit: usualLimit[asked.kind],
  order: 'highest',
  ...(asked.kind === 'list' ? { by: null, tagKey: null, compareWith: null } : {}),
});

/** What only one view knows does not go along to another. */
const asEntity = (view: View, measure: Measure): Partial<ViewIntent> => ({
  view,
  measure: view === 'cloud_costs' ? 'value' : measure,
  ...{ state: null, by: null, tagKey: null, names: [], created: false, order: 'highest' },
});

const periodsFrom = (today: string): readonly (readonly [label: string, period: Period | null])[] => [
  ['any time', null],
  ['this month', unitPeriod(today, 'month')],
  ['last month', unitPeriod(today, 'month', -1)],
  ['this quarter', unitPeriod(today, 'quarter')],
  ['last quarter', unitPeriod(today, 'quarter', -1)],
  ['next quarter', unitPeriod(today, 'quarter', 1)],
  ['this year', unitPeriod(today, 'year')],
  ['last year', unitPeriod(today, 'year', -1)],
  ['the last 30 days', lastUnits(today, 'day', 30)],
  ['all time', everything],
];

const comparisonsOf = ({ period }: ViewIntent): readonly Choice[] => {
  const choice = (label: string, compareWith: Period | null | undefined): readonly Choice[] =>
    compareWith === undefined ? [] : [{ label, change: { kind: 'figure', compareWith } }];
  return [
    ...choice('nothing', null),
    ...(period === null ? [] : choice('the period before', periodBefore(period))),
    ...(period === null ? [] : choice('a year before', yearBefore(period))),
  ];
};

type Part = Exclude<ReadingPart, 'persona'>;

const groupWords = (by: Dimension | null, tagKey: string | null): string =>
  by === null ? 'none' : dimensionWords(by, tagKey);

const valueOf = (part: Part, intent: ViewIntent): string => {
  const { view, state, by, tagKey, period, compareWith } = intent;
  const values: Readonly<Record<Exclude<Part, 'name'>, string>> = {
    measure: measureWords(intent),
    entity: entityWords[view],
    state: state ?? 'any',
    group: groupWords(by, tagKey),
    period: period?.label ?? 'any time',
    comparison: compareWith?.label ?? 'nothing',
  };
  return part === 'name' ? '' : values[part];
};

const choicesOf = (part: Part, intent: ViewIntent, today: string): readonly Choice[] => {
  const { view, measure } = intent;
  switch (part) {
    case 'measure':
      return measuresAsked.map((asked) => ({ label: measureWords(asked), change: asMeasured(asked) }));
    case 'entity':
      return views.map((other) => ({ label: entityWords[other], change: asEntity(other, measure) }));
    case 'state':
      return [null, ...states].map((state) => ({ label: state ?? 'any', change: { state } }));
    case 'group':
      return [null, ...dimensions.filter((by) => by !== 'tag' && canGroup(view, by))].map((by) => ({
        label: groupWords(by, null),
        change: {
          ...{ by, tagKey: null, kind: 'figure', order: 'highest' },
          limit: usualLimit.figure,
        },
      }));
    case 'period':
      return periodsFrom(today).map(([label, period]) => ({
        label,
        change: { period, compareWith: null },
      }));
    case 'comparison':
      return comparisonsOf(intent);
    case 'name':
      return [];
  }
};

const othersOf = (choices: readonly Choice[], intent: ViewIntent, today: string): readonly OtherReading[] =>
  choices.flatMap(({ label, change }) => {
    const other: ViewIntent = { ...intent, ...change };
    const question =
      asksSame(other, intent) || objectionTo(other) !== undefined ? undefined : putQuestion(other, today);
    return question === undefined ? [] : [{ label, question, persona: null }];
  });

const viewReadings = (intent: ViewIntent, today: string): readonly Reading[] => {
  const parts: readonly Part[] = ['measure', 'entity', 'state', 'group', 'period', 'comparison'];
  const readings = parts.map((part) => {
    const value = valueOf(part, intent);
    return { part, value, others: othersOf(choicesOf(part, intent, today), intent, today) };
  });
  const names = intent.names.map(({ text }, at): Reading => {
    const rest = intent.names.filter((_name, other) => other !== at);
    const choices = [{ label: 'leave it out', change: { names: rest } }];
    return { part: 'name', value: text, others: othersOf(choices, intent, today) };
  });
  return [...readings.slice(0, 3), ...names, ...readings.slice(3)];
};

const dataQuestions: Readonly<Record<Exclude<DataIntent['kind'], 'origin'>, string>> = {
  freshness: 'How fresh is our data?',
  duplicates: 'How many duplicates were merged?',
  sources: 'Which sources feed accounts?',
};

const dataReadings = (intent: DataIntent): readonly Reading[] => {
  const { kind } = intent;
  const measure: Reading = {
    part: 'measure',
    value: kind,
    others: Object.entries(dataQuestions)
      .filter(([other]) => other !== kind)
      .map(([label, question]) => ({ label, question, persona: null })),
  };
  if (kind !== 'sources') return [measure];
  const others = views
    .filter((view) => view !== intent.view)
    .map((view) => ({
      label: entityWords[view],
      question: `Which sources feed ${view === 'opportunities' ? 'deals' : view === 'cloud_costs' ? 'charges' : entityWords[view]}?`,
      persona: null,
    }));
  return [measure, { part: 'entity', value: entityWords[intent.view], others }];
};

/**
 * How a question was understood, part by part, each with what it could be instead: a question for every other reading that the
 * views can answer and the grammar can put. Parts that can be nothing else, and say nothing, are left out. `today` is the day
 * that the question was asked on.
 */
export const readingsOf = (
  question: string,
  intent: Intent | null,
  persona: Persona,
  today: string,
): readonly Reading[] => {
  const forWhom: Reading = {
    part: 'persona',
    value: persona,
    others: personas
      .filter((other) => other !== persona)
      .map((other) => ({ label: other, question, persona: other })),
  };
  const read =
    intent === null ? [] : isViewIntent(intent) ? viewReadings(intent, today) : dataReadings(intent);
  return [
    forWhom,
    ...read.filter(
      ({ others, value }) => others.length > 0 || !['any', 'none', 'nothing', 'any time'].includes(value),
    ),
  ];
};
