import { abbreviations, phrases, vocabulary } from './lexicon.ts';

const longestPhrase = 4;

const writtenOut = (word: string): string => abbreviations.get(word) ?? word;

/** Phrases by their words written out, since names are written out before phrases are joined. */
const terms = new Map(
  [...phrases].map(([phrase, term]) => [phrase.split(' ').map(writtenOut).join(' '), term]),
);

/** The words of a name in lower case, cut at case changes, digits and anything that is neither letter nor digit. */
function rawWords(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([\p{Lu}\p{N}])(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Cuts a word written together into known words, the fewest possible; undefined when it is not made of them. */
function cut(word: string): string[] | undefined {
  const best: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    for (let start = Math.max(0, end - 16); start <= end - 2; start += 1) {
      const head = best[start];
      const piece = word.slice(start, end);
      if (head === undefined || !vocabulary.has(piece)) continue;
      const found = best[end];
      if (found === undefined || head.length + 1 < found.length) best[end] = [...head, piece];
    }
  }
  return best[word.length];
}

/** Two-letter pieces make almost any word; they count only beside longer ones. */
const isSound = (pieces: readonly string[]): boolean =>
  pieces.length <= 5 && pieces.filter((piece) => piece.length <= 2).length * 2 <= pieces.length;

function separate(word: string): string[] {
  if (word.length < 6 || vocabulary.has(word)) return [word];
  const pieces = cut(word);
  return pieces !== undefined && isSound(pieces) ? pieces : [word];
}

function joinPhrases(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    let taken = 1;
    let term = words[at] ?? '';
    for (let length = Math.min(longestPhrase, words.length - at); length >= 1; length -= 1) {
      const found = terms.get(words.slice(at, at + length).join(' '));
      if (found === undefined) continue;
      taken = length;
      term = found;
      break;
    }
    out.push(term);
    at += taken;
  }
  return out;
}

const cache = new Map<string, readonly string[]>();
const cacheLimit = 50_000;

/**
 * The words of a field's or an object's name in lower case: camel, snake, spaced and joined spelling told apart,
 * abbreviations written out, terms of several words joined. Digits are words of their own.
 */
export function nameTokens(name: string): readonly string[] {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const tokens = joinPhrases(rawWords(name).flatMap(separate).map(writtenOut));
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(name, tokens);
  return tokens;
}
