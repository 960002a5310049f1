import { compareDecimals, decimalText, divideDecimals } from '../canonical/decimal.ts';
import { citedAt, countAt, textAt, uniqueCitations } from './answer.ts';
import type { Answer, CellType, Chart, Figure, Row, TableColumn } from './answer.ts';
import type { ResolvedName } from './build-query.ts';
import { viewSql, viewWords } from './catalogue.ts';
import type { ViewIntent } from './intent.ts';
import { daysBegun, isOver } from './time-phrase.ts';
import {
  capital,
  countWords,
  dimensionWords,
  groupWords,
  isOverTime,
  moneyWords,
  numberWords,
  percentWords,
} from './wording.ts';
import { periodWords, plural, scopeWords, subjectWords } from './wording.ts';

/** What a row of a figure query says of one group, or of all. */
interface Amount {
  readonly currency: string | null;
  readonly records: number;
  readonly valued: number;
  readonly won: number;
  /** Exact sum; null where nothing carries an amount. */
  readonly total: string | null;
}

const places = 10;

/** Of the row itself, of its former period, or of all groups of its currency. */
type Which = '' | 'former_' | 'whole_';

const amountOf = (row: Row, prefix: Which = ''): Amount => ({
  currency: textAt(row, 'currency'),
  records: countAt(row, `${prefix}records`),
  valued: countAt(row, `${prefix}valued`),
  won: countAt(row, `${prefix}won`),
  total: decimalText(textAt(row, `${prefix}total`) ?? ''),
});

const typeOf = ({ measure }: ViewIntent): CellType =>
  measure === 'value' || measure === 'average' ? 'money' : measure === 'win_rate' ? 'ratio' : 'count';

/** The figure that an intent asks for, exact; null where there is nothing to make it of. */
const valueOf = ({ measure }: ViewIntent, { records, valued, won, total }: Amount): string | null => {
  if (measure === 'records') return String(records);
  if (measure === 'win_rate')
    return records === 0 ? null : divideDecimals(String(won), String(records), places);
  if (measure === 'average')
    return total === null || valued === 0 ? null : divideDecimals(total, String(valued), places);
  return records === 0 ? '0' : total;
};

const valueWords = (intent: ViewIntent, amount: Amount): string => {
  const value = valueOf(intent, amount);
  if (value === null) return 'not known';
  if (intent.measure === 'win_rate') return percentWords(amount.won, amount.records);
  return typeOf(intent) === 'money' ? moneyWords(value, amount.currency) : numberWords(value);
};

const change = (now: string | null, then: string | null): string => {
  if (now === null || then === null) return '';
  const difference = compareDecimals(now, then);
  if (difference === 0) return ', unchanged';
  const base = Number(then);
  const share = base === 0 ? '' : ` ${Math.abs((100 * (Number(now) - base)) / base).toFixed(1)} %`;
  return difference > 0 ? `, up${share}` : `, down${share}`;
};

/** `1,116 charges`, for what a figure is made of. */
const basis = (intent: ViewIntent, { records, valued, won }: Amount): string => {
  const { one, plural: many } = viewWords[intent.view];
  if (intent.measure === 'win_rate') return ` (${countWords(won)} of ${plural(records, 'closed deal')} won)`;
  if (intent.measure === 'records') return '';
  const without = records - valued;
  const missing = without > 0 ? ` (${countWords(without)} without an amount)` : '';
  return ` from ${plural(records, one, many)}${missing}`;
};

const enumeration = new Intl.ListFormat('en-GB');

const totalSentence = (intent: ViewIntent, names: readonly ResolvedName[], rows: readonly Row[]): string => {
  const scope = scopeWords(intent, names);
  const { compareWith } = intent;
  const shown = rows.map((row) => {
    const now = amountOf(row);
    if (compareWith === null) return valueWords(intent, now) + basis(intent, now);
    const then = amountOf(row, 'former_');
    const moved = change(valueOf(intent, now), valueOf(intent, then));
    return `${valueWords(intent, now)}${moved} from ${valueWords(intent, then)}`;
  });
  const subject = subjectWords(intent);
  const against = compareWith === null ? '' : ` ${periodWords(compareWith)}`;
  const said = enumeration.format(shown);
  if (intent.measure === 'records') {
    const count = rows[0] === undefined ? 0 : countAt(rows[0], 'records');
    const noun =
      count === 1 ? subject.replace(viewWords[intent.view].plural, viewWords[intent.view].one) : subject;
    if (compareWith === null)
      return `There ${count === 1 ? 'is' : 'are'} ${countWords(count)} ${noun}${scope}.`;
    return `${capital(subject)}${scope}: ${said}${against}.`;
  }
  return `The ${subject}${scope} is ${said}${against}.`;
};

const mostNamed = 3;

const groupSentence = (intent: ViewIntent, names: readonly ResolvedName[], rows: readonly Row[]): string => {
  const subject = capital(subjectWords(intent));
  const currencies = [...new Set(rows.map((row) => textAt(row, 'currency')))];
  const parts = currencies.map((currency) => {
    const of = rows.filter((row) => textAt(row, 'currency') === currency);
    const named = (isOverTime(intent) ? of.slice(-mostNamed) : of.slice(0, mostNamed)).map(
      (row) => `${textAt(row, 'group') ?? 'none'} ${valueWords(intent, amountOf(row))}`,
    );
    const [first] = of;
    const groups = first === undefined ? 0 : countAt(first, 'groups');
    const whole = first === undefined ? '' : valueWords(intent, amountOf(first, 'whole_'));
    const more = groups > named.length ? ` and ${countWords(groups - named.length)} more` : '';
    return `${isOverTime(intent) && of.length > mostNamed ? 'lastly ' : ''}${named.join(', ')}${more}; altogether ${whole}`;
  });
  return `${subject}${scopeWords(intent, names)}${groupWords(intent)}: ${parts.join('. In another currency: ')}.`;
};

const column = (name: string, label: string, type: CellType, money = false): TableColumn => ({
  ...{ name, label, type, currencyIn: money ? 'currency' : null },
});

const tableOf = (intent: ViewIntent, rows: readonly Row[]): Pick<Answer, 'table' | 'chart'> => {
  const type = typeOf(intent);
  const money = type === 'money';
  const { by, compareWith, measure } = intent;
  const label = capital(subjectWords(intent));
  const columns = [
    ...(by === null
      ? []
      : [column('group', capital(dimensionWords(by, intent.tagKey)), isOverTime(intent) ? 'date' : 'text')]),
    column('value', label, type, money),
    ...(compareWith === null ? [] : [column('former', `${label} ${periodWords(compareWith)}`, type, money)]),
    ...(money ? [column('currency', 'Currency', 'text')] : []),
    ...(measure === 'records'
      ? []
      : [
          column(
            'records',
            measure === 'win_rate' ? 'Closed deals' : capital(viewWords[intent.view].plural),
            'count',
          ),
        ]),
    ...(measure === 'win_rate' ? [column('won', 'Won', 'count')] : []),
  ];
  const cells = rows.map((row) => {
    const now = amountOf(row);
    const all: Readonly<Record<string, string | number | null>> = {
      group: textAt(row, 'group'),
      value: valueOf(intent, now),
      former: compareWith === null ? null : valueOf(intent, amountOf(row, 'former_')),
      currency: now.currency,
      records: now.records,
      won: now.won,
    };
    return columns.map(({ name }) => all[name] ?? null);
  });
  const chart: Chart | null =
    by === null || rows.length < 2
      ? null
      : {
          kind: isOverTime(intent) ? 'line' : 'bar',
          title: `${label}${groupWords(intent)}`,
          ...{ x: 'group', y: 'value', series: money ? 'currency' : null },
        };
  const { entity } = viewSql[intent.view];
  const cited = rows.map((row) => citedAt(row, entity));
  return { table: rows.length === 0 ? null : { columns, rows: cells, cited }, chart };
};

/** A period that is not over holds less than it will, and is compared with one that is. */
const openNote = ({ period, view }: ViewIntent, today: string): readonly string[] => {
  if (period === null || period.start === null || view === 'opportunities' || isOver(period, today))
    return [];
  const [begun, all] = daysBegun(period, today);
  return all === begun
    ? []
    : [`${capital(period.label)} is not over: ${countWords(begun)} of ${countWords(all)} days.`];
};

/** Puts sums and counts into an answer. Nothing is added up over currencies. */
export const answerFigure = (
  intent: ViewIntent,
  names: readonly ResolvedName[],
  rows: readonly Row[],
  today: string,
): Answer => {
  const known = rows.filter((row) => countAt(row, 'records') + countAt(row, 'former_records') > 0);
  const { entity } = viewSql[intent.view];
  const wholes = intent.by === null ? known : firstPerCurrency(known);
  const prefix = intent.by === null ? '' : 'whole_';
  const figures = wholes.map((row): Figure => {
    const amount = amountOf(row, prefix);
    const former = intent.compareWith === null || intent.by !== null ? null : amountOf(row, 'former_');
    return {
      ...{
        label: capital(subjectWords(intent)) + scopeWords(intent, names),
        value: valueOf(intent, amount) ?? '0',
        type: typeOf(intent),
      },
      currency: amount.currency,
      former: former === null ? null : valueOf(intent, former),
    };
  });
  const hidden = wholes.reduce((sum, row) => sum + countAt(row, 'groups'), 0) - known.length;
  return {
    sentence:
      known.length === 0
        ? `There are no ${viewWords[intent.view].plural}${scopeWords(intent, names)} to answer that with.`
        : intent.by === null
          ? totalSentence(intent, names, known)
          : groupSentence(intent, names, known),
    notes: [
      ...openNote(intent, today),
      ...(intent.by !== null && hidden > 0 ? [`${countWords(hidden)} smaller groups are not shown.`] : []),
    ],
    figures,
    ...tableOf(intent, known),
    citations: uniqueCitations(known.flatMap((row) => citedAt(row, entity))),
    records: wholes.reduce((sum, row) => sum + countAt(row, `${prefix}records`), 0),
  };
};

const firstPerCurrency = (rows: readonly Row[]): readonly Row[] => {
  const seen = new Map<string | null, Row>();
  for (const row of rows) if (!seen.has(textAt(row, 'currency'))) seen.set(textAt(row, 'currency'), row);
  return [...seen.values()];
};
