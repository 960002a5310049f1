import type { Json } from '../json.ts';

/** A row of a query by column. */
export type Row = Readonly<Record<string, Json>>;

export type CellType = 'text' | 'money' | 'count' | 'date' | 'ratio';

export interface TableColumn {
  readonly name: string;
  readonly label: string;
  readonly type: CellType;
  /** For money: the column that holds its currency. */
  readonly currencyIn: string | null;
}

/** A golden record that a figure rests on: `GET /dcl/views/{view}/{id}` shows it with its sources. */
export interface Citation {
  readonly entity: string;
  readonly id: string;
}

export interface AnswerTable {
  readonly columns: readonly TableColumn[];
  /** Exact figures, decimals as text. */
  readonly rows: readonly (readonly Json[])[];
  /** Per row the records behind it that weigh most. */
  readonly cited: readonly (readonly Citation[])[];
}

/** How to draw the table: names of its columns. */
export interface Chart {
  readonly kind: 'bar' | 'line';
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** One chart, or line, per value of this column: currencies are never drawn together. */
  readonly series: string | null;
}

/** A headline figure. */
export interface Figure {
  readonly label: string;
  /** Exact. */
  readonly value: string;
  readonly type: CellType;
  readonly currency: string | null;
  /** Of the former period, where one is compared. */
  readonly former: string | null;
}

/** What a query came to, in words, figures, table and chart. */
export interface Answer {
  readonly sentence: string;
  /** What must be known to read the figures right. */
  readonly notes: readonly string[];
  readonly figures: readonly Figure[];
  readonly table: AnswerTable | null;
  readonly chart: Chart | null;
  readonly citations: readonly Citation[];
  /** Records that the figures are made of; those cited are some of them. */
  readonly records: number;
}

export const textAt = (row: Row, name: string): string | null => {
  const value = row[name];
  return value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
};

/** A count; whole numbers too large for a double come as text and are not counts of ours. */
export const countAt = (row: Row, name: string): number => Number(row[name] ?? 0);

/** Ids that a query has put in one text, a line each. */
export const citedAt = (row: Row, entity: string): Citation[] =>
  (textAt(row, 'cited') ?? '')
    .split('\n')
    .filter((id) => id !== '')
    .map((id) => ({ entity, id }));

const mostCitations = 100;

/** Each record once, in order. */
export const uniqueCitations = (citations: readonly Citation[]): Citation[] => {
  const seen = new Map<string, Citation>();
  for (const citation of citations) seen.set(`${citation.entity} ${citation.id}`, citation);
  return [...seen.values()].slice(0, mostCitations);
};
