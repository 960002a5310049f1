import type { z } from 'zod';
import type { Intent } from '../../domain/ask/intent.ts';
import { personaTitles } from '../../domain/ask/personas.ts';
import { readingsOf } from '../../domain/ask/readings.ts';
import type { QuestionRow } from '../../platform/database/repositories/questions.ts';
import { answeredQuestion } from '../contract/nlp.ts';

export type AnsweredQuestion = z.output<typeof answeredQuestion>;

/** What was understood; null for a question that was not. */
const intentIn = ({ intent }: QuestionRow['answer']): Intent | null => intent as Intent | null;

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
    understood: readingsOf(question, intentIn(answer), persona, today),
  });
