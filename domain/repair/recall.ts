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

const likenessOf = (asked: NamedPair & PairVectors, known: Remembered): number => {
  if (asked.kind !== known.kind) return 0;
  if (asked.kind === 'mapping' && asked.to !== known.to) return 0;
  const from = cosine(asked.fromVector, known.fromVector);
  return asked.kind === 'mapping' ? from : Math.min(from, cosine(asked.toVector, known.toVector));
};

const isSame = (a: NamedPair, b: NamedPair): boolean =>
  a.kind === b.kind && a.system === b.system && a.object === b.object && a.from === b.from && a.to === b.to;

/** Recalls what people decided on this pair and on pairs like it; each counts by its likeness. */
export function recall(asked: NamedPair & PairVectors, memory: readonly Remembered[]): Recollection {
  let approvals = 0;
  let objections = 0;
  let known = false;
  let barred = false;
  for (const decision of memory) {
    const like = likenessOf(asked, decision);
    if (like < leastLike) continue;
    const weight = ((like - leastLike) / (1 - leastLike)) ** 2;
    if (decision.verdict === 'approved') {
      approvals += weight;
      known ||= like >= asGoodAsSame;
    } else {
      objections += objection * weight;
      barred ||= isSame(asked, decision);
    }
  }
  const history = (approvals - objections) / (1 + approvals + objections);
  return { history, covered: known && objections === 0, barred };
}
