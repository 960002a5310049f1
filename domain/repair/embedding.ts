import { nGrams } from './character-similarity.ts';
import { stem } from './stem.ts';
import { nameTokens } from './tokens.ts';

/** Length of every vector. */
export const embeddingSize = 256;

/** FNV-1a over UTF-16 units, 32 bits. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/**
 * A text as a unit vector, without any model or network: its words' stems and their character 3- and 4-grams, hashed
 * with a sign into 256 places (the hashing trick, Weinberger et al. 2009; n-grams of words as in Bojanowski et al. 2017).
 * Texts that share words or parts of words lie close; the same text always gives the same vector.
 */
export function embed(text: string): number[] {
  const vector = new Array<number>(embeddingSize).fill(0);
  const add = (feature: string, weight: number): void => {
    const hash = fnv(feature);
    const place = hash % embeddingSize;
    vector[place] = (vector[place] ?? 0) + (hash >>> 31 === 0 ? weight : -weight);
  };
  for (const word of nameTokens(text)) {
    add(`w ${stem(word)}`, 2);
    for (const size of [3, 4]) for (const [gram, count] of nGrams(word, size)) add(gram, count / size);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Cosine of two unit vectors, −1 to 1. */
export const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
