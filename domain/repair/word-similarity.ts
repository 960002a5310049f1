import { jaroWinkler } from './character-similarity.ts';
import { genericWords, nearWords, sameWords } from './lexicon.ts';
import { stem } from './stem.ts';

const groupsOf = (groups: readonly (readonly string[])[]): Map<string, Set<number>> => {
  const index = new Map<string, Set<number>>();
  groups.forEach((group, number) => {
    for (const word of group) {
      const root = stem(word);
      index.set(root, (index.get(root) ?? new Set<number>()).add(number));
    }
  });
  return index;
};

const same = groupsOf(sameWords);
const near = groupsOf(nearWords);
const generic = new Set([...genericWords].map(stem));

const shareGroup = (index: Map<string, Set<number>>, a: string, b: string): boolean => {
  const other = index.get(b);
  return other !== undefined && [...(index.get(a) ?? [])].some((group) => other.has(group));
};

/** How two words are alike. */
export type Likeness = 'equal' | 'spelling' | 'synonym' | 'related' | 'none';

const isDigits = (word: string): boolean => /^\p{N}+$/u.test(word);

function spelledAlike(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 3 || isDigits(short) || isDigits(long)) return false;
  if (long.startsWith(short) && short.length * 2 >= long.length) return true;
  return short.length >= 4 && jaroWinkler(a, b) >= 0.9;
}

function compare(a: string, b: string): Likeness {
  const left = stem(a);
  const right = stem(b);
  if (left === right) return 'equal';
  if (shareGroup(same, left, right)) return 'synonym';
  if (spelledAlike(a, b)) return 'spelling';
  return shareGroup(near, left, right) ? 'related' : 'none';
}

/** By the first word, then by the second: no key has to be put together for each question. */
const cache = new Map<string, Map<string, Likeness>>();
const cacheLimit = 200_000;
let cached = 0;

/** What two words of names have to do with each other; symmetric. Remembers what it compared. */
export function likeness(a: string, b: string): Likeness {
  if (a === b) return 'equal';
  const [first, second] = a < b ? [a, b] : [b, a];
  const known = cache.get(first)?.get(second);
  if (known !== undefined) return known;
  const found = compare(a, b);
  if (cached >= cacheLimit) {
    cache.clear();
    cached = 0;
  }
  const row = cache.get(first) ?? new Map<string, Likeness>();
  cache.set(first, row.set(second, found));
  cached += 1;
  return found;
}

/** How much a word says about which field it names: little for `id` or `date`, 1 for the rest. */
export const wordWeight = (word: string): number =>
  generic.has(stem(word)) ? 0.35 : isDigits(word) ? 0.6 : 1;

/** True for words that only say of what kind the value is. */
export const isGeneric = (word: string): boolean => generic.has(stem(word));
