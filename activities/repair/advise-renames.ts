import type { TenantId } from '../../domain/ids.ts';
import { leastReview } from '../../domain/repair/band.ts';
import { weighVerdict } from '../../domain/repair/judge-verdict.ts';
import type { RenameCandidate } from '../../domain/repair/match-fields.ts';
import type { NamedPair, Recollection } from '../../domain/repair/recall.ts';
import type { RenameQuestion } from '../../domain/repair/rename-features.ts';
import type { RepairAuthor } from '../../domain/repair/repair.ts';
import type { Advisor } from '../../platform/llm/advisor.ts';

export interface AdviceQuestion {
  readonly tenantId: TenantId;
  readonly system: string;
  readonly question: RenameQuestion;
  /** Ticket that the advice is for. */
  readonly subject: string;
}

export type Recollections = ReadonlyMap<string, Recollection>;

const nameOf = (lost: string, fresh: string): string => JSON.stringify([lost, fresh]);

/** More pairs than this are not compared with memory: tables that change whole are a person's. */
const mostPairs = 2_500;

/** What people decided before on the pairs of a question, by pair. */
export const recallPairs = async (
  advisor: Advisor | undefined,
  { tenantId, system, question }: AdviceQuestion,
): Promise<Recollections> => {
  const { object, lost, fresh } = question;
  if (advisor === undefined || lost.length * fresh.length > mostPairs) return new Map();
  const pairs = lost.flatMap(({ name: from }) =>
    fresh.map(({ name: to }): NamedPair => ({ kind: 'rename', system, object, from, to })),
  );
  if (pairs.length === 0) return new Map();
  const found = await advisor.recall(tenantId, pairs);
  return new Map(
    pairs.flatMap(({ from, to }, at) => {
      const recollection = found[at];
      return recollection === undefined ? [] : [[nameOf(from, to), recollection] as const];
    }),
  );
};

/** The recollection of one pair. */
export const recollectionOf = (known: Recollections, lost: string, fresh: string): Recollection | undefined =>
  known.get(nameOf(lost, fresh));

/** Lets a language model, where there is one, move the confidence of renames that are neither sure nor covered by memory. */
export const judgeRenames = async (
  advisor: Advisor | undefined,
  advice: AdviceQuestion,
  found: readonly RenameCandidate[],
  { known, automatic }: { readonly known: Recollections; readonly automatic: number },
): Promise<readonly RenameCandidate[]> => {
  if (advisor === undefined) return found;
  const { question } = advice;
  const doubtful = new Set(found.filter(({ confidence }) => confidence <= automatic).map(({ from }) => from));
  const verdicts = await advisor.judge(
    advice.tenantId,
    {
      kind: 'rename',
      system: advice.system,
      object: question.object,
      neighbours: question.kept,
      items: question.lost
        .filter(({ name }) => doubtful.has(name))
        .map((field) => ({ ...field, candidates: question.fresh })),
    },
    { recollectionOf: (lost, fresh) => recollectionOf(known, lost, fresh), subject: advice.subject },
  );
  return found.map((one) => {
    const weighed = weighVerdict({ ...one, choice: one.to }, verdicts.get(one.from), {
      review: leastReview,
      automatic,
    });
    const { choice: _choice, ...candidate } = weighed;
    return candidate;
  });
};

/** Who may claim a proposal: a model that moved it, memory that knew it, else the evidence. */
export const authorOf = (found: readonly RenameCandidate[], known: Recollections): RepairAuthor => {
  if (found.some(({ reasons }) => reasons.some(({ signal }) => signal === 'language model'))) return 'llm';
  const covered = found.length > 0 && found.every(({ from, to }) => recollectionOf(known, from, to)?.covered);
  return covered ? 'memory' : 'heuristic';
};
