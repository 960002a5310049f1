import { answerData } from './answer-data.ts';
import { answerFigure } from './answer-figure.ts';
import { answerList } from './answer-list.ts';
import { countAt, textAt } from './answer.ts';
import type { Answer, Row } from './answer.ts';
import { buildQuery, newestQuery } from './build-query.ts';
import type { Query, ResolvedName } from './build-query.ts';
import { viewSql, viewWords } from './catalogue.ts';
import { buildDataQuery } from './data-query.ts';
import { isViewIntent } from './intent.ts';
import type { Dimension, Intent, NameFilter, ViewIntent } from './intent.ts';
import { intentOf } from './intent-of.ts';
import { periodBefore, unitPeriod } from './period.ts';
import { candidatesQuery, resolveName } from './resolve-name.ts';
import type { NameCandidate } from './resolve-name.ts';
import { capital, dimensionWords } from './wording.ts';

export interface AnswerSteps {
  /** Runs a query over one generation and answers its rows by column. */
  readonly run: (query: Query) => Promise<readonly Row[]>;
}

/** A value that a name may have meant, with how often it occurs. */
export interface NameChoice {
  readonly dimension: Dimension;
  readonly value: string;
  readonly records: number;
}

/** What became of a question. */
export type Outcome =
  | {
      readonly outcome: 'answered' | 'empty';
      readonly intent: Intent;
      readonly query: Query;
      readonly answer: Answer;
    }
  /** A name that no view knows, or that may mean several things. */
  | {
      readonly outcome: 'unknown_name' | 'ambiguous';
      readonly intent: Intent;
      readonly sentence: string;
      readonly choices: readonly NameChoice[];
    }
  | { readonly outcome: 'unknown'; readonly because: string };

/** Answers a question by the grammar alone. */
export const answerIntent = async (question: string, today: string, steps: AnswerSteps): Promise<Outcome> => {
  const understood = intentOf(question, today);
  if (understood.intent === undefined) return { outcome: 'unknown', because: understood.because };
  return await carryOut(understood.intent, today, steps);
};

/** Carries an intent out: resolves the names in it, runs its query and puts the rows into words. */
export const carryOut = async (intent: Intent, today: string, steps: AnswerSteps): Promise<Outcome> => {
  if (!isViewIntent(intent)) {
    const query = buildDataQuery(intent);
    const rows = await steps.run(query);
    const answer = answerData(intent, rows);
    if (intent.kind === 'origin' && rows.length === 0)
      return { outcome: 'unknown_name', intent, sentence: answer.sentence, choices: [] };
    return { outcome: rows.length === 0 ? 'empty' : 'answered', intent, query, answer };
  }
  const names: ResolvedName[] = [];
  for (const name of intent.names) {
    const candidates = (await steps.run(candidatesQuery(intent.view, name))).map(candidateOf);
    const resolved = resolveName(candidates);
    if (resolved.found === undefined) return unresolved(intent, name, resolved.choices);
    names.push(resolved.found);
  }
  return takenAs(intent, names, await answerView(intent, names, today, steps));
};

/** A name that was completed is said, or the answer would seem to be about something else. */
const takenAs = ({ names: asked }: ViewIntent, names: readonly ResolvedName[], outcome: Outcome): Outcome => {
  if (!('answer' in outcome)) return outcome;
  const notes = names.flatMap(({ dimension, value }, at) => {
    const text = asked[at]?.text ?? '';
    return value.toLowerCase() === text.toLowerCase()
      ? []
      : [`“${text}” was taken as ${dimensionWords(dimension)} “${value}”.`];
  });
  return { ...outcome, answer: { ...outcome.answer, notes: [...notes, ...outcome.answer.notes] } };
};

const candidateOf = (row: Row): NameCandidate => ({
  dimension: (textAt(row, 'dimension') ?? 'name') as Dimension,
  value: textAt(row, 'value') ?? '',
  likeness: countAt(row, 'likeness'),
  records: countAt(row, 'records'),
});

const unresolved = (
  intent: ViewIntent,
  { text, dimension }: NameFilter,
  choices: readonly NameCandidate[],
): Outcome => {
  const words = viewWords[intent.view].plural;
  if (choices.length === 0)
    return {
      outcome: 'unknown_name',
      intent,
      sentence: `I know no ${dimension === null ? 'name' : dimensionWords(dimension)} “${text}” among the ${words}.`,
      choices: [],
    };
  const named = choices.slice(0, 5).map((choice) => `${dimensionWords(choice.dimension)} “${choice.value}”`);
  return {
    outcome: 'ambiguous',
    intent,
    sentence: `“${text}” may be ${named.join(', ')}${choices.length > named.length ? ', …' : '.'} Ask again with one of these in quotation marks.`,
    choices: choices.map(({ dimension: found, value, records }) => ({ dimension: found, value, records })),
  };
};

const answerView = async (
  intent: ViewIntent,
  names: readonly ResolvedName[],
  today: string,
  { run }: AnswerSteps,
): Promise<Outcome> => {
  const ask = async (asked: ViewIntent): Promise<Asked> => {
    const query = buildQuery(asked, names, today);
    const rows = await run(query);
    return {
      query,
      answer:
        asked.kind === 'list' ? answerList(asked, names, rows) : answerFigure(asked, names, rows, today),
    };
  };
  const first = await ask(intent);
  if (first.answer.records > 0) return { outcome: 'answered', intent, ...first };
  if (intent.period === null || viewSql[intent.view].day.includes('null'))
    return { outcome: 'empty', intent, ...first };
  const newest = textAt((await run(newestQuery(intent, names, today)))[0] ?? {}, 'newest');
  const later = newest === null || newest >= (intent.period.start ?? '') ? undefined : newest;
  if (later === undefined) return { outcome: 'empty', intent, ...first };
  return { outcome: 'answered', intent, ...(await ofNewest(intent, later, ask)) };
};

interface Asked {
  readonly query: Query;
  readonly answer: Answer;
}

/** Where a period holds nothing because the data ends before it: says so, and answers for the last period that holds any. */
const ofNewest = async (
  intent: ViewIntent,
  newest: string,
  ask: (intent: ViewIntent) => Promise<Asked>,
): Promise<Asked> => {
  const period = unitPeriod(newest, intent.period?.unit ?? 'month');
  const compareWith = intent.compareWith === null ? null : (periodBefore(period) ?? null);
  const { query, answer } = await ask({ ...intent, period, compareWith });
  const label = capital(intent.period?.label ?? '');
  const sentence = `${label} holds no ${viewWords[intent.view].plural}: the newest are of ${newest}. ${answer.sentence}`;
  return {
    query,
    answer: { ...answer, sentence, notes: [`All figures are of ${period.label}.`, ...answer.notes] },
  };
};

/** What is said of an outcome, whatever it is. */
export const outcomeSentence = (outcome: Outcome): string => {
  if ('answer' in outcome) return outcome.answer.sentence;
  return outcome.outcome === 'unknown' ? `I don’t know: ${outcome.because}.` : outcome.sentence;
};
