import { isViewIntent, usualLimit, usualStuckDays } from './intent.ts';
import type { Dimension, Intent, NameFilter, View, ViewIntent } from './intent.ts';
import { intentOf } from './intent-of.ts';
import { addDays } from './period.ts';
import type { Period } from './period.ts';
import { readTimePhrase } from './time-phrase.ts';
import { readWords } from './words.ts';

const nouns: Readonly<Record<View, string>> = {
  accounts: 'accounts',
  contacts: 'contacts',
  opportunities: 'deals',
  cloud_resources: 'cloud resources',
  cloud_costs: 'charges',
};

const spoken: Partial<Record<Dimension, string>> = {
  category: 'service category',
  sub_account: 'cloud account',
};

/** A dimension as the grammar takes it. */
const dimensionPhrase = (dimension: Dimension): string => spoken[dimension] ?? dimension.replaceAll('_', ' ');

const isPeriod = (text: string, { start, end }: Period, today: string): boolean => {
  const words = readWords(text).map(({ folded }) => folded);
  const found = readTimePhrase(words, today);
  return found?.length === words.length && found.period.start === start && found.period.end === end;
};

/** A period as the grammar takes it: by its own label where that reads as the same days. */
const periodPhrase = (period: Period, today: string): string | undefined => {
  const { start, end, label } = period;
  const last = end === null ? '' : addDays(end, -1);
  return [
    `in ${label}`,
    label,
    `from ${label}`,
    `between ${start ?? ''} and ${last}`,
    `since ${start ?? ''}`,
    `until ${last}`,
  ].find((text) => isPeriod(text, period, today));
};

const namePhrase = ({ dimension, text }: NameFilter): string =>
  dimension === null ? `of "${text}"` : `for ${dimensionPhrase(dimension)} "${text}"`;

/** What is counted, listed or summed, as a question begins. */
const leadOf = ({ kind, view, measure, state, created }: ViewIntent): string => {
  const which = [created ? 'new' : '', state ?? ''].filter((word) => word !== '').join(' ');
  const noun = `${which} ${nouns[view]}`.trim();
  if (measure === 'win_rate') return 'win rate';
  if (measure === 'average') return `average ${which} deal size`;
  if (measure === 'employees') return `employees of ${noun}`;
  if (measure === 'records') return `${kind === 'list' ? 'list' : 'how many'} ${noun}`;
  if (view === 'cloud_costs') return `${which} cloud spend`.trim();
  if (view === 'opportunities' && state === 'open') return 'open pipeline';
  return view === 'accounts' ? `annual revenue of ${noun}` : `value of ${noun}`;
};

const rankOf = ({ kind, order, limit }: ViewIntent): string =>
  order === 'lowest' ? `bottom ${limit}` : limit === usualLimit[kind] ? '' : `top ${limit}`;

const phraseOf = (intent: ViewIntent, today: string): string | undefined => {
  const { names, by, tagKey, period, compareWith, state, stuckDays } = intent;
  const when = period === null ? '' : periodPhrase(period, today);
  const former = compareWith === null ? '' : periodPhrase(compareWith, today);
  if (when === undefined || former === undefined) return undefined;
  const parts = [
    rankOf(intent),
    leadOf(intent),
    ...names.map(namePhrase),
    by === null ? '' : `by ${dimensionPhrase(by)}${by === 'tag' ? ` ${tagKey ?? ''}` : ''}`,
    state === 'stuck' && stuckDays !== usualStuckDays ? `for more than ${stuckDays} days` : '',
    when,
    former === '' ? '' : `compared with ${former.replace(/^in /, '')}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
};

const daysOf = (period: Period | null) => period && [period.start, period.end];

/** What decides the answer: labels of periods do not. */
const essence = (intent: Intent): string =>
  JSON.stringify(
    isViewIntent(intent)
      ? { ...intent, period: daysOf(intent.period), compareWith: daysOf(intent.compareWith) }
      : intent,
    // However its members are ordered.
    (_name, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
  );

/** Whether two intents ask the same. */
export const asksSame = (one: Intent, other: Intent): boolean => essence(one) === essence(other);

/**
 * A question that the grammar understands as just this intent; undefined for one that has no words in it. Inverse of `intentOf`:
 * what it answers has been read back.
 */
export const putQuestion = (intent: ViewIntent, today: string): string | undefined => {
  const text = phraseOf(intent, today);
  if (text === undefined) return undefined;
  const question = text.charAt(0).toUpperCase() + text.slice(1);
  const { intent: read } = intentOf(question, today);
  return read !== undefined && asksSame(read, intent) ? question : undefined;
};
