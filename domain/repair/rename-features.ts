import { widensTo } from '../schema/lattice.ts';
import type { FieldType } from '../schema/types.ts';
import type { Features } from './evidence-model.ts';
import type { NameLikeness } from './name-likeness.ts';
import { compareNames } from './name-likeness.ts';
import { nameTokens } from './tokens.ts';
import { isGeneric } from './word-similarity.ts';

export interface FieldShape {
  readonly name: string;
  readonly type: FieldType;
}

/** What stands between two versions of one object. */
export interface RenameQuestion {
  readonly object: string;
  readonly lost: readonly FieldShape[];
  readonly fresh: readonly FieldShape[];
  /** Names of the fields that are on both sides. */
  readonly kept: readonly string[];
}

const typeFit = (from: FieldType, to: FieldType): 'same' | 'near' | 'far' => {
  if (from === to) return 'same';
  if (widensTo(from, to) || widensTo(to, from)) return 'near';
  return 'far';
};

const flag = (condition: boolean): number => (condition ? 1 : 0);

/** `a→b` of the words in which two names differ; the same for every pair that was renamed by one rule. */
const ruleOf = (names: NameLikeness): string => `${names.leftRest.join(' ')}→${names.rightRest.join(' ')}`;

interface Pair {
  readonly names: NameLikeness;
  readonly fit: 'same' | 'near' | 'far';
}

function relation({ names }: Pair): Features {
  const { rest, leftRest, rightRest } = names;
  const lone = [...leftRest, ...rightRest];
  const shared = names.shareTellingWord;
  const thin = rest === 'dropped' || rest === 'added';
  return {
    identical: flag(rest === 'equal'),
    'generic words differ': flag(thin && lone.every(isGeneric)),
    'words dropped': flag(rest === 'dropped' && !lone.every(isGeneric)),
    'words added': flag(rest === 'added' && !lone.every(isGeneric)),
    'synonyms beside shared words': flag(rest === 'synonym' && shared),
    'synonyms alone': flag(rest === 'synonym' && !shared),
    'related beside shared words': flag(rest === 'related' && shared),
    'related alone': flag(rest === 'related' && !shared),
    'strangers beside shared words': flag(rest === 'none' && shared),
    'another thing beside shared words': flag(rest === 'none' && shared && names.otherHead),
    'strangers alone': flag(rest === 'none' && !shared),
  };
}

const log2 = (count: number): number => Math.log2(1 + count);

/** Every pair's features, as rows over the lost fields and columns over the new ones. */
export function renameFeatures(question: RenameQuestion): Features[][] {
  const context = new Set(nameTokens(question.object));
  const pairs = question.lost.map((lost) =>
    question.fresh.map((fresh): Pair => ({
      names: compareNames(lost.name, fresh.name, context),
      fit: typeFit(lost.type, fresh.type),
    })),
  );
  const rules = new Map<string, number>();
  for (const pair of pairs.flat()) {
    if (pair.fit === 'far' || pair.names.literal + pair.names.meaning === 0) continue;
    const rule = ruleOf(pair.names);
    rules.set(rule, (rules.get(rule) ?? 0) + 1);
  }
  const rows = pairs.map(lineOf);
  const columns = question.fresh.map((_, j) => lineOf(pairs.flatMap((row) => row[j] ?? [])));
  return pairs.map((pairRow, i) =>
    pairRow.flatMap((pair, j) => {
      const lost = question.lost[i];
      const row = rows[i];
      const column = columns[j];
      return lost && row && column ? [pairFeatures(pair, lost, { row, column, rules, context })] : [];
    }),
  );
}

const strength = ({ names, fit }: Pair): number =>
  (names.meaning + names.literal + names.trigrams) * (fit === 'same' ? 1 : fit === 'near' ? 0.8 : 0.4);

/** What a row or a column of pairs holds: its length, how many fit by type, its two strongest. */
interface Line {
  readonly length: number;
  readonly fitting: number;
  readonly first: number;
  readonly second: number;
}

function lineOf(pairs: readonly Pair[]): Line {
  let first = 0;
  let second = 0;
  for (const pair of pairs) {
    const value = strength(pair);
    if (value > first) [first, second] = [value, first];
    else if (value > second) second = value;
  }
  return { length: pairs.length, fitting: pairs.filter(({ fit }) => fit !== 'far').length, first, second };
}

/** The strongest of a line besides one of its own. */
const bestRival = ({ first, second }: Line, mine: number): number => (mine >= first ? second : first);

interface Surroundings {
  readonly row: Line;
  readonly column: Line;
  readonly rules: ReadonlyMap<string, number>;
  readonly context: ReadonlySet<string>;
}

function pairFeatures(pair: Pair, lost: FieldShape, { row, column, rules, context }: Surroundings): Features {
  const { names, fit } = pair;
  const mine = strength(pair);
  const best = Math.max(bestRival(row, mine), bestRival(column, mine));
  const rule = rules.get(ruleOf(names)) ?? 1;
  const pure = names.leftRest.length + names.rightRest.length > 0;
  const rest = [...names.leftRest, ...names.rightRest];
  return {
    literal: names.literal,
    meaning: names.meaning,
    trigrams: names.trigrams,
    letters: names.letters,
    'covered most': Math.max(names.leftCovered, names.rightCovered),
    'covered least': Math.min(names.leftCovered, names.rightCovered),
    'unpaired words': Math.min(4, names.unpaired),
    'same ending': flag(names.sameEnding),
    ...relation(pair),
    'only the object’s own words differ': flag(pure && rest.every((word) => context.has(word))),
    'type near': flag(fit === 'near'),
    'type far': flag(fit === 'far'),
    'telling type': flag(fit === 'same' && !['string', 'integer'].includes(lost.type)),
    'only one of each': flag(row.length === 1 && column.length === 1 && fit !== 'far'),
    'other new fields that fit': log2(row.fitting - flag(fit !== 'far')),
    'other lost fields that fit': log2(column.fitting - flag(fit !== 'far')),
    'more new than lost': Math.max(0, log2(row.length) - log2(column.length)),
    'more lost than new': Math.max(0, log2(column.length) - log2(row.length)),
    'same rule elsewhere': log2(pure ? rule - 1 : 0),
    'ahead of rivals': Math.max(0, mine - best),
    'behind a rival': Math.max(0, best - mine),
  };
}
