import { z } from 'zod';
import { personas } from '../../domain/ask/personas.ts';
import { dimensions } from '../../domain/ask/intent.ts';
import { readingParts } from '../../domain/ask/readings.ts';
import { longestQuestion } from '../../domain/ask/words.ts';
import { jsonObject } from './json-object.ts';
import { orNull } from './or-null.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

const persona = z.enum(personas).meta({ id: 'Persona' });
const outcome = z
  .enum(['answered', 'empty', 'unknown_name', 'ambiguous', 'unknown'])
  .meta({ id: 'QuestionOutcome' });

const day = z.iso.date().meta({ example: '2026-11-21' });

export const questionBody = z.strictObject({
  question: z.string().trim().min(1).max(longestQuestion),
  persona: persona.optional().describe('Whom to answer; left out, the question is routed'),
  model: z.string().min(1).max(200).optional().describe('A language model of the list, where there are any'),
  today: day.optional().describe('The day that “this month” is seen from; left out: today in UTC'),
});

const cellType = z.enum(['text', 'money', 'count', 'date', 'ratio']);
const citation = z
  .strictObject({ entity: z.string(), id: z.string() })
  .meta({ id: 'Citation', description: 'A golden record: GET /dcl/views/{entity}/{id}' });

const table = z
  .strictObject({
    columns: z.array(
      z.strictObject({
        name: z.string(),
        label: z.string(),
        type: cellType,
        currency_in: z.string().nullable().describe('For money: the column with its currency'),
      }),
    ),
    rows: z.array(z.array(z.unknown())).describe('Exact figures; decimals are text'),
    cited: z.array(z.array(citation)).describe('Per row, the records behind it that weigh most'),
  })
  .meta({ id: 'AnswerTable' });

const chart = z
  .strictObject({
    kind: z.enum(['bar', 'line']),
    title: z.string(),
    x: z.string(),
    y: z.string(),
    series: z.string().nullable().describe('Draw the values of this column apart'),
  })
  .meta({ id: 'AnswerChart', description: 'How to draw the table, by names of its columns' });

const figure = z
  .strictObject({
    label: z.string(),
    value: z.string().describe('Exact'),
    type: cellType,
    currency: z.string().nullable(),
    former: z.string().nullable().describe('Of the period that it is compared with'),
  })
  .meta({ id: 'AnswerFigure' });

const freshness = z
  .strictObject({
    generation: z.int(),
    canonical_seq: z.int().describe('The last canonical event that it knows'),
    published_at: timestamp,
  })
  .meta({ id: 'AnswerFreshness' });

const query = z
  .strictObject({ sql: z.string(), parameters: z.array(z.union([z.string(), z.number()])) })
  .meta({ id: 'AnswerQuery', description: 'Gives the figures again: POST /dcl/query' });

/** What an answer and a tile have in common. */
const answerFields = {
  outcome,
  sentence: z.string(),
  notes: z.array(z.string()).describe('What must be known to read the figures right'),
  figures: z.array(figure),
  table: orNull(table),
  chart: orNull(chart),
  citations: z.array(citation),
  records: z.int().describe('Records that the figures are made of'),
  query: orNull(query),
  freshness: orNull(freshness),
};

const form = z
  .strictObject({ id: z.string(), title: z.string(), pattern: z.string(), example: z.string(), persona })
  .meta({ id: 'QuestionForm' });

const questionFields = {
  question_id: z.uuid(),
  at: timestamp,
  asked_by: z.uuid(),
  question: z.string(),
  today: day,
  persona,
};

export const answeredQuestion = z
  .strictObject({
    ...questionFields,
    ...answerFields,
    persona_title: z.string(),
    persona_reasons: z.array(z.string()).describe('Why the question went to this persona'),
    understood_by: z
      .enum(['grammar', 'model'])
      .nullable()
      .describe('Null: not understood. A model chooses the intent, never SQL'),
    intent: orNull(jsonObject),
    understood: z
      .array(
        z
          .strictObject({
            part: z.enum(readingParts),
            value: z.string(),
            others: z.array(
              z.strictObject({
                label: z.string(),
                question: z.string().describe('The whole question, read otherwise in this part alone'),
                persona: persona.nullable().describe('Whom to ask it for; null: whom it suits'),
              }),
            ),
          })
          .meta({ id: 'QuestionReading' }),
      )
      .describe('How the question was read, part by part, and what each could be instead'),
    choices: z
      .array(z.strictObject({ dimension: z.enum(dimensions), value: z.string(), records: z.int() }))
      .describe('What an ambiguous name may mean'),
    suggestions: z.array(form).describe('The nearest forms of question'),
    related: z
      .array(
        z.strictObject({
          kind: z.enum(['field', 'mapping', 'question']),
          id: z.string(),
          title: z.string(),
          text: z.string(),
          likeness: z.number().min(0).max(1),
        }),
      )
      .describe('Meanings, mappings and earlier answers that are about the same'),
  })
  .meta({ id: 'AnsweredQuestion' });

export const questionParams = z.strictObject({ question_id: z.uuid() });
export const questionsQuery = z.strictObject({
  ...pageQuery,
  mine: z.enum(['true', 'false']).optional().describe('true: only what the caller asked'),
});
export const questionPage = pageOf(
  z.strictObject({ ...questionFields, outcome, sentence: z.string() }).meta({ id: 'ListedQuestion' }),
).meta({ id: 'QuestionPage' });

export const questionForms = z
  .strictObject({ data: z.array(form) })
  .meta({ id: 'QuestionForms', description: 'Every form of question that the grammar takes' });

export const dashboardParams = z.strictObject({
  persona: z.string().toUpperCase().pipe(persona).describe('CTO, CRO, COO or CFO, in capitals or not'),
});
export const dashboardQuery = z.strictObject({ today: questionBody.shape.today });
export const personaDashboard = z
  .strictObject({
    persona,
    title: z.string(),
    today: day,
    freshness,
    tiles: z.array(
      z
        .strictObject({ id: z.string(), title: z.string(), question: z.string(), ...answerFields })
        .meta({ id: 'DashboardTile' }),
    ),
  })
  .meta({ id: 'PersonaDashboard' });
