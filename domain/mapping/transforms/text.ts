import type { Json } from '../../json.ts';
import { scalarText } from '../scalar-text.ts';
import { ArgumentError, numberArgument, otherwise, textArgument } from '../transform-spec.ts';
import type { Arguments, TransformSpec } from '../transform-spec.ts';
import { compilePattern } from './pattern.ts';
import { Refusal, shown } from '../../canonical/refusal.ts';

const isSpace = (code: number): boolean => code <= 32 || code >= 127;

/** Most texts need no trimming, and a look at both ends is cheaper than the call. */
const trimmed = (text: string): string =>
  isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1)) ? text.trim() : text;

const hasUpper = /[^\0-@[-\x7f]/;
const hasSpaceRun = /\s\s|[\t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value];

const nullIf = (given: Arguments): ((text: string) => string | null) => {
  const words = new Set(listOf(given['values']).map((word) => scalarText(word).trim().toLowerCase()));
  const longest = Math.max(...[...words].map((word) => word.length));
  return (text) => (text.length <= longest + 8 && words.has(text.trim().toLowerCase()) ? null : text);
};

const split = (given: Arguments): ((text: string) => string | null) => {
  const by = textArgument(given, 'by', ',');
  const index = numberArgument(given, 'index', 0);
  if (by === '') throw new ArgumentError('by must not be empty; name the text between the parts');
  return (text) => text.split(by).at(index)?.trim() ?? null;
};

const substring = (given: Arguments): ((text: string) => string) => {
  const start = numberArgument(given, 'start', 0);
  const length = numberArgument(given, 'length', Number.MAX_SAFE_INTEGER);
  // By code point: half a character must not come out.
  return (text) =>
    Array.from(text)
      .slice(start, start + length)
      .join('');
};

const replace = (given: Arguments): ((text: string) => string) => {
  const find = textArgument(given, 'find', '');
  const by = textArgument(given, 'by', '');
  if (find === '') throw new ArgumentError('find must not be empty; name the text to replace');
  return (text) => text.split(find).join(by);
};

const extract = (given: Arguments): ((text: string) => string | Refusal) => {
  const source = textArgument(given, 'pattern', '');
  const pattern = compilePattern(source);
  const group = numberArgument(given, 'group', pattern.groups > 0 ? 1 : 0);
  if (group > pattern.groups)
    throw new ArgumentError(`group ${group} is not in the pattern; it has ${pattern.groups}`);
  return (text) => {
    const found = pattern.match(text);
    if (found === null)
      return new Refusal('no_match', `${shown(text)} does not match ${shown(source)}; widen the pattern`);
    return found[group] ?? '';
  };
};

/** Transforms that read a text and give a text. */
export const textTransforms: readonly TransformSpec[] = [
  {
    name: 'trim',
    summary: 'Removes white space at both ends.',
    example: 'trim',
    parameters: [],
    takes: 'text',
    build: () => trimmed,
  },
  {
    name: 'lower',
    summary: 'Lower case, by the Unicode default rules.',
    example: 'lower',
    parameters: [],
    takes: 'text',
    build: () => (text) => (hasUpper.test(text) ? text.toLowerCase() : text),
  },
  {
    name: 'upper',
    summary: 'Upper case, by the Unicode default rules.',
    example: 'upper',
    parameters: [],
    takes: 'text',
    build: () => (text) => text.toUpperCase(),
  },
  {
    name: 'collapse_spaces',
    summary: 'Each run of white space becomes one space; none stays at the ends.',
    example: 'collapse_spaces',
    parameters: [],
    takes: 'text',
    build: () => (text) => (hasSpaceRun.test(text) ? text.replace(/\s+/g, ' ') : text).trim(),
  },
  {
    name: 'null_if',
    summary: 'These words mean that there is no value; compared without regard to case and outer spaces.',
    example: 'null_if: [NULL, N/A, "-"]',
    parameters: [
      { name: 'values', type: 'scalars', required: true, primary: true, description: 'The words.' },
    ],
    takes: 'text',
    build: nullIf,
  },
  {
    name: 'split',
    summary: 'One part of a text, without outer spaces; null where there is no such part.',
    example: 'split: { by: "|", index: 0 }',
    parameters: [
      { name: 'by', type: 'text', required: true, primary: true, description: 'The text between the parts.' },
      { name: 'index', type: 'integer', description: 'Which part, from 0; -1 is the last. Default 0.' },
    ],
    takes: 'text',
    build: split,
  },
  {
    name: 'substring',
    summary: 'Part of a text, counted in characters (code points).',
    example: 'substring: { start: 0, length: 5 }',
    parameters: [
      {
        name: 'start',
        type: 'integer',
        minimum: 0,
        primary: true,
        description: 'First character, from 0. Default 0.',
      },
      {
        name: 'length',
        type: 'integer',
        minimum: 1,
        description: 'Number of characters. Default: up to the end.',
      },
    ],
    takes: 'text',
    build: substring,
  },
  {
    name: 'replace',
    summary: 'Replaces every occurrence of a text; no patterns.',
    example: 'replace: { find: "GTXPro", by: "GTX Pro" }',
    parameters: [
      { name: 'find', type: 'text', required: true, description: 'The text to replace.' },
      { name: 'by', type: 'text', description: 'What stands in its place. Default: nothing.' },
    ],
    takes: 'text',
    build: replace,
  },
  {
    name: 'concat',
    summary: 'Puts fixed texts before and after a value.',
    example: 'concat: { before: "https://crm.example/" }',
    parameters: [
      { name: 'before', type: 'text', description: 'Text before the value.' },
      { name: 'after', type: 'text', description: 'Text after the value.' },
    ],
    takes: 'text',
    build: (given) => {
      const before = textArgument(given, 'before', '');
      const after = textArgument(given, 'after', '');
      return (text) => before + text + after;
    },
  },
  {
    name: 'regex_extract',
    summary:
      'The first match of a pattern, or of a group in it. Matching takes time linear in the text; patterns have no ' +
      'look-around and no back references.',
    example: "regex_extract: '([A-Z]{2}) \\d{5}'",
    parameters: [
      { name: 'pattern', type: 'text', required: true, primary: true, description: 'The pattern.' },
      {
        name: 'group',
        type: 'integer',
        minimum: 0,
        description: 'Which group; default 1 if there is one, else 0.',
      },
      otherwise,
    ],
    takes: 'text',
    build: extract,
  },
];
