import type { z } from 'zod';
import { personaTitles } from '../../domain/ask/personas.ts';
import type { QuestionRow } from '../../platform/database/repositories/questions.ts';
import { answeredQuestion } from '../contract/nlp.ts';

export type AnsweredQuestion = z.output<typeof answeredQuestion>;

/** A kept question as the API shows it; the answer is checked, since it was written by an earlier version perhaps. */
export const questionView = ({
  question_id,
  at,
  asked_by,
  question,
  today,
  persona,
  answer,
}: QuestionRow): AnsweredQuestion =>
  answeredQuestion.parse({
    ...answer,
    ...{ question_id, at: at.toISOString(), asked_by, question, today, persona },
    persona_title: personaTitles[persona],
  });
