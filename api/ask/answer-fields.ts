import type { z } from 'zod';
import type { Answer, AnswerTable } from '../../domain/ask/answer.ts';
import { outcomeSentence } from '../../domain/ask/answer-intent.ts';
import type { Outcome } from '../../domain/ask/answer-intent.ts';
import type { personaDashboard } from '../contract/nlp.ts';
import type { Freshness } from './pinned-steps.ts';

type AnswerFields = Omit<z.input<typeof personaDashboard>['tiles'][number], 'id' | 'title' | 'question'>;

const tableView = ({ columns, rows, cited }: AnswerTable) => ({
  columns: columns.map(({ currencyIn, ...column }) => ({ ...column, currency_in: currencyIn })),
  rows: rows.map((row) => [...row]),
  cited: cited.map((row) => [...row]),
});

/** What is said where there is nothing to answer. */
const nothing: Answer = {
  ...{ sentence: '', notes: [], figures: [], table: null, chart: null, citations: [], records: 0 },
};

/** What the API says of an outcome. */
export const answerFields = (outcome: Outcome, freshness: Freshness | undefined): AnswerFields => {
  const { notes, figures, table, chart, citations, records } = 'answer' in outcome ? outcome.answer : nothing;
  const query = 'query' in outcome ? outcome.query : null;
  return {
    outcome: outcome.outcome,
    sentence: outcomeSentence(outcome),
    ...{ notes: [...notes], figures: [...figures], citations: [...citations], chart, records },
    table: table === null ? null : tableView(table),
    query: query === null ? null : { sql: query.sql, parameters: [...query.parameters] },
    freshness: freshness ?? null,
  };
};
