/** A word of a question, with its place in the text as it was typed. */
export interface Word {
  /** Lower case, without accents. */
  readonly folded: string;
  /** As typed; a quoted word may hold spaces. */
  readonly raw: string;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

/** Longer questions are refused at the door. */
export const longestQuestion = 500;

const pattern =
  /"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|['’]s(?![\p{L}\p{N}])|[\p{L}\p{N}](?:[\p{L}\p{N}_/@&:+.-]*[\p{L}\p{N}])?/gu;

const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

const wordOf = (raw: string, start: number, quoted = false): Word => ({
  folded: fold(raw).replace('’', "'"),
  raw,
  quoted,
  start,
  end: start + raw.length,
});

/** Hyphens hold a word together that has a digit in it (dates, regions, part numbers); between words they part. */
const pieces = (text: string, start: number): Word[] => {
  if (/\d/.test(text)) return [wordOf(text, start)];
  const words: Word[] = [];
  for (const { 0: piece, index } of text.matchAll(/[^-]+/gu)) words.push(wordOf(piece, start + index));
  return words;
};

/**
 * The words of a question. Quoted text is one word; `us-east-1` and `2026-10-01` stay whole, `month-to-date` are three; the
 * possessive `’s` is a word of its own.
 */
export const readWords = (question: string): Word[] => {
  const words: Word[] = [];
  for (const { 0: whole, 1: straight, 2: curly, 3: low, index } of question.matchAll(pattern)) {
    const quoted = straight ?? curly ?? low;
    if (quoted === undefined) words.push(...pieces(whole, index));
    else if (quoted.trim() !== '')
      words.push({ ...wordOf(quoted.trim(), index, true), end: index + whole.length });
  }
  return words;
};

/** The text between the first and the last of some words, as it was typed. */
export const textOf = (question: string, words: readonly Word[]): string => {
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return '';
  return words.length === 1
    ? first.raw
    : question
        .slice(first.start, last.end)
        .replaceAll(/["“”„]/gu, '')
        .trim();
};
