import { decimalText } from '../canonical/decimal.ts';
import type { Json } from '../json.ts';
import { countAt, textAt, uniqueCitations } from './answer.ts';
import type { Answer, Row, TableColumn } from './answer.ts';
import type { ResolvedName } from './build-query.ts';
import { viewSql, viewWords } from './catalogue.ts';
import type { ViewIntent } from './intent.ts';
import { capital, countWords, plural, scopeWords, subjectWords } from './wording.ts';

const mostNamed = 3;

const shownWords = ({ view, limit }: ViewIntent, shown: number, whole: number): string => {
  const each = viewSql[view].currency === null ? '' : `, at most ${countWords(limit)} of each currency`;
  return `${countWords(shown)} of ${countWords(whole)} are shown${each}.`;
};

/** A cell as people and programs read it: money without the places that the views fill up with zeros. */
const cellOf = (row: Row, { name, type }: TableColumn): Json => {
  const value = row[name] ?? null;
  return type === 'money' && typeof value === 'string' ? (decimalText(value) ?? value) : value;
};

/** Puts a list of records into an answer. */
export const answerList = (
  intent: ViewIntent,
  names: readonly ResolvedName[],
  rows: readonly Row[],
): Answer => {
  const { entity, shown } = viewSql[intent.view];
  const whole = rows[0] === undefined ? 0 : countAt(rows[0], 'whole');
  const columns: TableColumn[] = shown.map(({ name, label, type }) => ({
    ...{ name, label, type, currencyIn: type === 'money' ? 'currency' : null },
  }));
  const cited = rows.map((row) => [{ entity, id: textAt(row, 'id') ?? '' }]);
  const scope = scopeWords(intent, names);
  const subject = subjectWords({ ...intent, measure: 'records' });
  const leading = rows
    .slice(0, mostNamed)
    .map((row) => textAt(row, 'name') ?? textAt(row, 'service') ?? 'one without a name')
    .join(', ');
  const one = viewWords[intent.view].one;
  const noun = whole === 1 ? subject.replace(viewWords[intent.view].plural, one) : subject;
  const sentence =
    whole === 0
      ? `There are no ${subject}${scope}.`
      : `${capital(plural(whole, noun, noun))}${scope}: ${leading}${whole > mostNamed ? ', …' : '.'}`;
  return {
    sentence,
    notes: rows.length < whole ? [shownWords(intent, rows.length, whole)] : [],
    figures: [{ label: capital(subject), value: String(whole), type: 'count', currency: null, former: null }],
    table:
      rows.length === 0
        ? null
        : { columns, rows: rows.map((row) => columns.map((column) => cellOf(row, column))), cited },
    chart: null,
    citations: uniqueCitations(cited.flat()),
    records: whole,
  };
};
