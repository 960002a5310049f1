import type { JudgeItem, JudgeQuestion } from './judge-question.ts';
import type { Recollection } from './recall.ts';

/** What memory knows of an item and one of its candidates. */
export type RecollectionOf = (item: string, candidate: string) => Recollection | undefined;

/** Memory answers for an item when it knows one of its candidates, or has a bar for each of them. */
const isCovered = ({ name, candidates }: JudgeItem, recollectionOf: RecollectionOf): boolean => {
  const known = candidates.map((candidate) => recollectionOf(name, candidate.name));
  return known.some((each) => each?.covered) || known.every((each) => each?.barred);
};

/** The question without the items that memory covers and those without a candidate. */
export const uncovered = (question: JudgeQuestion, recollectionOf: RecollectionOf): JudgeQuestion => ({
  ...question,
  items: question.items.filter((item) => item.candidates.length > 0 && !isCovered(item, recollectionOf)),
});
