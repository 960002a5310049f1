import { z } from 'zod';
import type { PhrasedQuestion, Verdict, Verdicts } from './judge-question.ts';

const none = 'none';

/**
 * The only answers that count: handles that were offered, each field at most once, each candidate for a field that lists
 * it and for no second one, confidence a number. Anything else refuses the whole answer.
 */
export const judgeAnswerSchema = ({ offers }: PhrasedQuestion) => {
  const candidates = [...new Set([...offers.values()].flatMap((offer) => [...offer.candidates.keys()]))];
  const answer = z.strictObject({
    field: z.enum([...offers.keys()]),
    candidate: z.enum([none, ...candidates]),
    confidence: z.number().min(0).max(1),
  });
  return z.strictObject({ answers: z.array(answer).max(offers.size) }).superRefine(({ answers }, context) => {
    const chosen = answers.map(({ candidate }) => candidate).filter((candidate) => candidate !== none);
    const twice =
      new Set(answers.map(({ field }) => field)).size < answers.length ||
      new Set(chosen).size < chosen.length;
    const foreign = answers.some(
      ({ field, candidate }) => candidate !== none && !offers.get(field)?.candidates.has(candidate),
    );
    if (twice) context.addIssue({ code: 'custom', message: 'a field or a candidate is named twice' });
    if (foreign) context.addIssue({ code: 'custom', message: 'a candidate was not offered for that field' });
  });
};

export type JudgeAnswer = z.output<ReturnType<typeof judgeAnswerSchema>>;

/** A checked answer in the names of the question. */
export const verdictsOf = ({ offers }: PhrasedQuestion, { answers }: JudgeAnswer): Verdicts =>
  new Map(
    answers.flatMap(({ field, candidate, confidence }): [string, Verdict][] => {
      const offer = offers.get(field);
      if (offer === undefined) return [];
      return [[offer.name, { choice: offer.candidates.get(candidate) ?? null, confidence }]];
    }),
  );
