import type { Cell } from '../json.ts';
import { nameTokens } from './tokens.ts';

/** What sources say is data. These functions decide how much of it a language model gets to read. */

const mostCharacters = 80;

/** One line of at most 80 characters without control, format or private characters. */
export const cleanText = (text: string): string =>
  Array.from(text.replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ').trim())
    .slice(0, mostCharacters)
    .join('');

const mostWords = 6;
const longestName = 64;
const nameCharacters = /^[\p{L}\p{N}_\-.:$#%&/()[\] ]+$/u;

/** Words of somebody who talks to a model; a column with such a name is left to the heuristics. */
const addressing = new Set(
  `ignore ignores disregard forget instruction instructions instruct prompt prompts assistant chatbot override
  overrides confidence jailbreak pretend respond map maps choose obey`.split(/\s+/u),
);

/** Whether a name reads like the name of a column and not like a sentence: only such names are shown to a model. */
export function isPlainName(name: string): boolean {
  if (name.length === 0 || name.length > longestName || !nameCharacters.test(name)) return false;
  const words = nameTokens(name);
  return words.length <= mostWords && !words.some((word) => addressing.has(word));
}

const longestShape = 24;
const mostShapes = 5;

/** A value with its letters and digits hidden: `Ann@x.org` → `Aaa@a.aaa`. Carries a format, never a word. */
export const maskValue = (value: string): string =>
  Array.from(value)
    .slice(0, longestShape)
    .map((character) => {
      if (/\p{Lu}/u.test(character)) return 'A';
      if (/\p{L}/u.test(character)) return 'a';
      if (/\p{N}/u.test(character)) return '9';
      return /[@.\-_/:+,()%$€ ]/u.test(character) ? character : '?';
    })
    .join('');

/** The different shapes of a few values, at most five, in code unit order. */
export const shapesOf = (samples: readonly Cell[]): string[] =>
  [
    ...new Set(
      samples
        .filter((value) => typeof value === 'string' || typeof value === 'number')
        .map((value) => maskValue(String(value))),
    ),
  ]
    .filter((shape) => shape !== '')
    .sort()
    .slice(0, mostShapes);
