/** The n-grams of a text with its edges marked, each with how often it occurs. */
export function nGrams(text: string, size: number): Map<string, number> {
  const marked = `^${text}$`;
  const grams = new Map<string, number>();
  for (let at = 0; at + size <= marked.length; at += 1) {
    const gram = marked.slice(at, at + size);
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

const cache = new Map<string, ReadonlyMap<string, number>>();
const cacheLimit = 5_000;

function trigrams(text: string): ReadonlyMap<string, number> {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const grams = nGrams(text, 3);
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(text, grams);
  return grams;
}

/** Dice's coefficient over trigrams, 0–1. */
export function trigramDice(a: string, b: string): number {
  const left = trigrams(a);
  const right = trigrams(b);
  let shared = 0;
  for (const [gram, count] of left) shared += Math.min(count, right.get(gram) ?? 0);
  const total = Math.max(a.length, 1) + Math.max(b.length, 1);
  return (2 * shared) / total;
}

function matchedCharacters(a: string, b: string): [string[], string[]] {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const left: string[] = [];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j += 1) {
      if (taken.has(j) || a[i] !== b[j]) continue;
      taken.add(j);
      left.push(a.charAt(i));
      break;
    }
  }
  const right = [...taken].sort((x, y) => x - y).map((index) => b.charAt(index));
  return [left, right];
}

/** Jaro–Winkler similarity, 0–1 (W. E. Winkler 1990, prefix weight 0.1 over four characters). */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const [left, right] = matchedCharacters(a, b);
  const matches = left.length;
  if (matches === 0) return 0;
  const swaps = left.filter((character, index) => character !== right[index]).length / 2;
  const jaro = (matches / a.length + matches / b.length + (matches - swaps) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}
