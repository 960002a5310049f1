import { cosine } from './embedding.ts';

/** A pair of names that people decided on, or are about to be asked about. */
export interface NamedPair {
  /** `rename`: a source field became another; `mapping`: a source field is a canonical one (`to`). */
  readonly kind: 'rename' | 'mapping';
  readonly system: string;
  readonly object: string;
  readonly from: string;
  readonly to: string;
}

/** The vectors of a pair's two names, unit length, both from one model. */
export interface PairVectors {
  readonly fromVector: readonly number[];
  readonly toVector: readonly number[];
}

export interface Remembered extends NamedPair, PairVectors {
  readonly verdict: 'approved' | 'rejected' | 'undone';
}

/** What memory knows of a pair. */
export interface Recollection {
  /** −1 … 1, as `ValueEvidence.history`: how people decided on such pairs, rejections below zero. */
  readonly history: number;
  /** People approved this very pair, or one that hardly differs, and nobody objected: no model needs to be asked. */
  readonly covered: boolean;
  /** This very pair of this object was rejected or undone: it is never applied without a person again. */
  readonly barred: boolean;
}

/** Below this likeness two pairs have nothing to tell each other. */
const leastLike = 0.7;
/** From here on they are the same question. */
const asGoodAsSame = 0.97;
/** An objection weighs more than an approval: a wrong repair costs more than a question. */
const objection = 1.5;

interface Near {
  readonly decision: Remembered;
  /** Likeness of the two names that the pairs begin with. */
  readonly from: number;
}

/** Decisions on names like this one; each name is compared once, however many pairs begin with it. */
const nearOf = (memory: readonly Remembered[]): ((asked: NamedPair & PairVectors) => readonly Near[]) => {
  const known = new Map<string, readonly Near[]>();
  return (asked) => {
    const name = `${asked.kind} ${asked.from}`;
    const found =
      known.get(name) ??
      memory
        .filter(({ kind }) => kind === asked.kind)
        .map((decision) => ({ decision, from: cosine(asked.fromVector, decision.fromVector) }))
        .filter(({ from }) => from >= leastLike);
    known.set(name, found);
    return found;
  };
};

/** A canonical field is this one or another; source fields may have names alike. */
const likenessOf = (asked: NamedPair & PairVectors, { decision, from }: Near): number => {
  if (asked.kind === 'mapping') return asked.to === decision.to ? from : 0;
  return Math.min(from, cosine(asked.toVector, decision.toVector));
};

const isSame = (a: NamedPair, b: NamedPair): boolean =>
  a.kind === b.kind && a.system === b.system && a.object === b.object && a.from === b.from && a.to === b.to;

const weigh = (asked: NamedPair & PairVectors, near: readonly Near[]): Recollection => {
  let approvals = 0;
  let objections = 0;
  let known = false;
  let barred = false;
  for (const one of near) {
    const like = likenessOf(asked, one);
    if (like < leastLike) continue;
    const weight = ((like - leastLike) / (1 - leastLike)) ** 2;
    if (one.decision.verdict === 'approved') {
      approvals += weight;
      known ||= like >= asGoodAsSame;
    } else {
      objections += objection * weight;
      barred ||= isSame(asked, one.decision);
    }
  }
  const history = (approvals - objections) / (1 + approvals + objections);
  return { history, covered: known && objections === 0, barred };
};

/** Recalls what people decided on each of these pairs and on pairs like it; each decision counts by its likeness. */
export function recall(
  asked: readonly (NamedPair & PairVectors)[],
  memory: readonly Remembered[],
): Recollection[] {
  const near = nearOf(memory);
  return asked.map((pair) => weigh(pair, near(pair)));
}
