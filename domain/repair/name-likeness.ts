import { jaroWinkler, trigramDice } from './character-similarity.ts';
import { nameTokens } from './tokens.ts';
import type { Likeness } from './word-similarity.ts';
import { isGeneric, likeness, wordWeight } from './word-similarity.ts';

/** Two names laid side by side, word by word. */
export interface NameLikeness {
  /** Weighted share of the words that have an equal or misspelt partner, 0–1. */
  readonly literal: number;
  /** The same, synonyms counted in full and related words in half. */
  readonly meaning: number;
  /** Weighted share of the left name's own words that found a partner of any kind, 0–1. */
  readonly leftCovered: number;
  readonly rightCovered: number;
  /** The words without a literal partner. */
  readonly leftRest: readonly string[];
  readonly rightRest: readonly string[];
  /** How the rests go together at best: `equal` when neither has any. */
  readonly rest: Likeness | 'dropped' | 'added';
  /** A telling word (not `id`, `date`, …) has a literal partner. */
  readonly shareTellingWord: boolean;
  /** Telling words that found no partner of any kind, on both sides together. */
  readonly unpaired: number;
  /** The last telling words have nothing to do with each other: `email_signature` and `email_content`. */
  readonly otherHead: boolean;
  /** The last word is the same: `…_id` and `…_id`. */
  readonly sameEnding: boolean;
  /** Trigram likeness of the names written together, 0–1. */
  readonly trigrams: number;
  /** Jaro–Winkler similarity of the names written together, 0–1. */
  readonly letters: number;
}

const value: Readonly<Record<Likeness, number>> = {
  equal: 1,
  spelling: 0.85,
  synonym: 0.8,
  related: 0.4,
  none: 0,
};
const rank: readonly Likeness[] = ['equal', 'synonym', 'spelling', 'related'];

interface Link {
  readonly left: number;
  readonly right: number;
  readonly kind: Likeness;
}

/** Pairs the words greedily, the closest kinds first; a word has one partner. */
function pairWords(left: readonly string[], right: readonly string[]): Link[] {
  const links: Link[] = [];
  const all = left.flatMap((a, i) =>
    right.map((b, j): Link => ({ left: i, right: j, kind: likeness(a, b) })),
  );
  for (const kind of rank) {
    for (const link of all) {
      if (link.kind !== kind) continue;
      if (!links.some((known) => known.left === link.left || known.right === link.right)) links.push(link);
    }
  }
  return links;
}

const isLiteral = ({ kind }: Link): boolean => kind === 'equal' || kind === 'spelling';

function restLikeness(left: readonly string[], right: readonly string[]): NameLikeness['rest'] {
  if (left.length === 0) return right.length === 0 ? 'equal' : 'added';
  if (right.length === 0) return 'dropped';
  const kinds = left.flatMap((a) => right.map((b) => likeness(a, b)));
  return rank.find((kind) => kinds.includes(kind)) ?? 'none';
}

const squeezed = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

interface Sides {
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly leftWeights: readonly number[];
  readonly rightWeights: readonly number[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function shares({ leftWeights, rightWeights }: Sides, links: readonly Link[], worth: (link: Link) => number) {
  let left = 0;
  let right = 0;
  for (const link of links) {
    left += (leftWeights[link.left] ?? 0) * worth(link);
    right += (rightWeights[link.right] ?? 0) * worth(link);
  }
  const totals = [sum(leftWeights), sum(rightWeights)] as const;
  return {
    left: totals[0] > 0 ? left / totals[0] : 0,
    right: totals[1] > 0 ? right / totals[1] : 0,
    both: totals[0] + totals[1] > 0 ? (left + right) / (totals[0] + totals[1]) : 0,
  };
}

/**
 * Compares two names. `context` holds words that go without saying there (the object's own name): they weigh little,
 * so that `question_text` and `text` are one in `questions`.
 */
export function compareNames(a: string, b: string, context: ReadonlySet<string>): NameLikeness {
  const left = nameTokens(a);
  const right = nameTokens(b);
  const weigh = (word: string): number =>
    context.has(word) ? Math.min(0.25, wordWeight(word)) : wordWeight(word);
  const sides: Sides = { left, right, leftWeights: left.map(weigh), rightWeights: right.map(weigh) };
  const links = pairWords(left, right);
  const literal = links.filter(isLiteral);
  const any = shares(sides, links, (link) => value[link.kind]);
  const leftRest = left.filter((_, at) => !literal.some((link) => link.left === at));
  const rightRest = right.filter((_, at) => !literal.some((link) => link.right === at));
  const telling = (words: readonly string[], side: 'left' | 'right'): number =>
    words.filter((word, at) => weigh(word) >= 0.5 && !links.some((link) => link[side] === at)).length;
  const heads = [left, right].map((words) => words.findLast((word) => weigh(word) >= 0.5));
  const ending = [left.at(-1) ?? '', right.at(-1) ?? ''] as const;
  return {
    literal: shares(sides, literal, (link) => value[link.kind]).both,
    meaning: any.both,
    leftCovered: any.left,
    rightCovered: any.right,
    leftRest,
    rightRest,
    rest: restLikeness(leftRest, rightRest),
    shareTellingWord: literal.some((link) => (sides.leftWeights[link.left] ?? 0) >= 0.5),
    unpaired: telling(left, 'left') + telling(right, 'right'),
    otherHead:
      heads.every((word) => word !== undefined) && likeness(heads[0] ?? '', heads[1] ?? '') === 'none',
    sameEnding: likeness(...ending) === 'equal' && (isGeneric(ending[0]) || left.length + right.length > 2),
    trigrams: trigramDice(squeezed(a), squeezed(b)),
    letters: jaroWinkler(squeezed(a), squeezed(b)),
  };
}
