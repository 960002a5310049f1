import { Fault } from '../faults.ts';
import type { Cell, Json } from '../json.ts';

const longestPlain = 48;
const deepest = 500;

/** True for a short text that JSON writes as it is; a look at its code units is faster than a regular expression. */
const isPlain = (text: string): boolean => {
  const { length } = text;
  if (length > longestPlain) return false;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 || code === 34 || code === 92 || code >= 0xd800) return false;
  }
  return true;
};

/** JSON text of a text; most need no escape, and concatenation is several times faster than JSON.stringify. */
const jsonString = (text: string): string => (isPlain(text) ? `"${text}"` : JSON.stringify(text));

/**
 * JSON text of a text that PostgreSQL can read back: NUL and halves of characters become U+FFFD, for one of them would
 * hide the whole document from its JSON operators.
 */
const storableString = (text: string): string =>
  isPlain(text) ? `"${text}"` : JSON.stringify(text.toWellFormed().replaceAll('\0', '\ufffd'));

type StringWriter = (text: string) => string;

const isSorted = (keys: readonly string[]): boolean => {
  for (let at = 1; at < keys.length; at += 1) if ((keys[at - 1] ?? '') > (keys[at] ?? '')) return false;
  return true;
};

const write = (value: Json, string: StringWriter, depth: number): string => {
  if (typeof value === 'string') return string(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth > deepest) {
    throw new Fault(
      'source_data_unreadable',
      `A value is nested deeper than ${deepest} levels; flatten it in the source`,
    );
  }
  if (Array.isArray(value)) {
    return `[${(value as readonly Json[]).map((item) => write(item, string, depth + 1)).join(',')}]`;
  }
  return writeObject(value as Readonly<Record<string, Cell>>, string, depth + 1);
};

/** The names of an object's members in the order of their UTF-16 code units, which is the default order of sort. */
export const sortedKeys = (value: Readonly<Record<string, Cell>>): readonly string[] => {
  const keys = Object.keys(value);
  return isSorted(keys) ? keys : keys.sort();
};

const writeObject = (value: Readonly<Record<string, Cell>>, string: StringWriter, depth: number): string => {
  let text = '{';
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${string(key)}:${typeof member === 'string' ? string(member) : write(member, string, depth)}`;
  }
  return `${text}}`;
};

/**
 * JSON text with keys sorted by code unit at every depth, without white space; equal values have equal texts.
 * Throws Fault `source_data_unreadable` for a value nested deeper than 500 levels.
 */
export const canonicalJson = (value: Json): string => write(value, jsonString, 0);

/** As `canonicalJson`, with every text in its storable form. */
export const storableJson = (value: Json): string => write(value, storableString, 0);
