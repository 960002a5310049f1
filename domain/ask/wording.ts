import { decimalText, roundDecimal } from '../canonical/decimal.ts';
import { isTime, viewWords } from './catalogue.ts';
import type { Dimension, ViewIntent } from './intent.ts';
import type { Period } from './period.ts';
import type { ResolvedName } from './build-query.ts';

const grouped = (whole: string): string => whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `1,234` */
export const countWords = (count: number): string => grouped(String(count));

/** `1,234.50 USD`: money as people write it, rounded to two places; the exact figure stands in the table. */
export const moneyWords = (amount: string, currency: string | null): string => {
  const [whole = '0', fraction = ''] = roundDecimal(decimalText(amount) ?? '0', 2).split('.');
  return `${grouped(whole)}.${fraction.padEnd(2, '0')} ${currency ?? 'without a currency'}`;
};

/** A decimal that is no money: `1,234.5`. */
export const numberWords = (amount: string): string => {
  const [whole = '0', fraction] = roundDecimal(decimalText(amount) ?? '0', 2).split('.');
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
};

/** Numerator over denominator with one place: `45.5 %`. */
export const percentWords = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${countWords(count)} ${count === 1 ? one : many}`;

const spoken: Partial<Record<Dimension, string>> = {
  sub_account: 'account',
  billing_account: 'billing account',
  resource_type: 'resource type',
  charge_category: 'kind of charge',
};

/** How people call a dimension. */
export const dimensionWords = (dimension: Dimension, tagKey: string | null = null): string =>
  dimension === 'tag' ? `tag “${tagKey ?? ''}”` : (spoken[dimension] ?? dimension.replaceAll('_', ' '));

/** What an intent counts or sums, as a noun: `open deals`, `cloud spend`, `pipeline`. */
export const subjectWords = (intent: ViewIntent): string => {
  const { view, measure, state } = intent;
  const stateWord = state === null ? '' : `${state} `;
  if (measure === 'win_rate') return 'win rate';
  if (measure === 'employees') return 'employees';
  if (measure === 'average') return `average ${stateWord}deal size`;
  if (measure === 'records') return recordWords(intent);
  if (view === 'cloud_costs') return state === null ? 'cloud spend' : `cloud spend on ${state} resources`;
  if (view === 'accounts') return 'annual revenue of accounts';
  return state === 'open' ? 'open pipeline' : `value of ${stateWord}deals`;
};

const recordWords = ({ view, state, stuckDays }: ViewIntent): string => {
  const words = viewWords[view].plural;
  if (state === null) return words;
  if (view === 'cloud_costs') return `${words} of ${state} resources`;
  const stuck = ` (past their close date, or unchanged for ${String(stuckDays)} days)`;
  return `${state} ${words}${state === 'stuck' ? stuck : ''}`;
};

/** What a period means for a view. */
const dated = ({ view, created, state, measure }: ViewIntent): string => {
  if (measure === 'win_rate') return '';
  if (created || view === 'accounts' || view === 'contacts') return 'created ';
  if (view !== 'opportunities') return '';
  return state === 'open' || state === 'stuck' || state === 'overdue' ? 'with a close date ' : 'closed ';
};

const preposition = ({ label }: Period): string =>
  /^(?:since|up to|all time)/.test(label)
    ? label
    : /^\d{1,2} \w+ \d{4} to/.test(label)
      ? `from ${label}`
      : `in ${label}`;

export const periodWords = (period: Period): string =>
  preposition(period).replace('all time', 'over all time');

/** Names and period of an intent: ` of provider AWS in October 2026`. */
export const scopeWords = (intent: ViewIntent, names: readonly ResolvedName[]): string => {
  const named = names.map(({ dimension, value }) => `${dimensionWords(dimension)} ${value}`).join(' and ');
  const period = intent.period === null ? '' : ` ${dated(intent)}${periodWords(intent.period)}`;
  return `${named === '' ? '' : ` of ${named}`}${period}`;
};

/** ` by service`, ` by month`. */
export const groupWords = ({ by, tagKey }: ViewIntent): string =>
  by === null ? '' : ` by ${dimensionWords(by, tagKey)}`;

export const isOverTime = ({ by }: ViewIntent): boolean => by !== null && isTime(by);

/** The first letter large. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
