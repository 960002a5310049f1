import { decimalText } from '../canonical/decimal.ts';
import type { FieldFault } from '../faults.ts';
import type { Cell } from '../json.ts';
import { isStorable } from '../storable-text.ts';
import { canonicalJson } from './canonical-json.ts';
import { resolvePath } from './path.ts';
import { cellReader } from './read-cell.ts';

/** A PostgreSQL index entry holds about 2,700 bytes; a longer key would break its whole batch. */
const longest = 600;

const partText = (value: Cell): string | null => {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  // A number and its text are one key, also where the number is too large for its plain form.
  if (typeof value === 'number') return decimalText(String(value)) ?? String(value);
  return typeof value === 'boolean' ? String(value) : canonicalJson(value);
};

const escaped = (part: string): string => (/[\\|]/.test(part) ? part.replace(/[\\|]/g, '\\$&') : part);

/**
 * The source record id of a key: its values as text, `|` between the parts of a composite key, `|` and `\` in a value
 * escaped by `\`. A number and its text give the same id. Null when any part is null, empty or absent.
 */
export const recordIdOf = (values: readonly Cell[]): string | null => {
  let id: string | null = null;
  for (const value of values) {
    const part = partText(value);
    if (part === null) return null;
    id = id === null ? escaped(part) : `${id}|${escaped(part)}`;
  }
  return id;
};

/** The record id of a row without a key: the hash of its `rawJson` text and which of the equal rows of the read it is. */
export const keylessRecordId = (rowHash: string, occurrence: number): string => `${rowHash}#${occurrence}`;

const fault = (pointer: string, code: string, message: string): FieldFault => ({ pointer, code, message });

/**
 * Compiles the key of an object: a function from a row to its record id, or to the reason for which it has none
 * (`key_missing`, `key_too_long` over 600 characters, `key_unstorable`). The key has at least one field.
 */
export const compileKey = (
  key: readonly string[],
  columns: readonly string[],
): ((row: readonly Cell[]) => string | FieldFault) => {
  if (key.length === 0) throw new TypeError('the key has no fields; use rawJson and keylessRecordId');
  const names = new Set(columns);
  const indices = new Map(columns.map((name, index) => [name, index] as const));
  const readers = key.map((path) => cellReader(resolvePath(path, names), indices));
  const pointer = key.join(', ');
  return (row) => {
    const id = recordIdOf(readers.map((read) => read?.(row)));
    if (id === null)
      return fault(
        pointer,
        'key_missing',
        `The key ${pointer} is empty; give the record its key in the source`,
      );
    if (id.length > longest) {
      return fault(
        pointer,
        'key_too_long',
        `The key ${pointer} has ${id.length} characters of ${longest}; choose a shorter key`,
      );
    }
    if (!isStorable(id)) {
      return fault(
        pointer,
        'key_unstorable',
        `The key ${pointer} holds a NUL or half a character; correct the source`,
      );
    }
    return id;
  };
};

/** The values of a key as texts, from the record id that `recordIdOf` made of them. */
export const keyOfRecordId = (id: string): readonly string[] => {
  const parts = [''];
  for (let at = 0; at < id.length; at += 1) {
    if (id[at] === '|') {
      parts.push('');
      continue;
    }
    if (id[at] === '\\') at += 1;
    parts.push(`${parts.pop() ?? ''}${id[at] ?? ''}`);
  }
  return parts;
};
