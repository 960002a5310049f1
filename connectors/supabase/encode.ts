/** Plain JSON to the text that PostgreSQL reads for a column's type; the inverse of `decode.ts`. */
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { Column } from './columns.ts';

const quotedItem = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const item = (type: string, value: Json): string => {
  if (Array.isArray(value) && !/^jsonb?$/.test(type)) return arrayText(type, value as readonly Json[]);
  const text = scalarText(type, value);
  return text === null ? 'NULL' : quotedItem(text);
};

const arrayText = (type: string, values: readonly Json[]): string =>
  `{${values.map((value) => item(type, value)).join(',')}}`;

const scalarText = (type: string, value: Json): string | null => {
  if (value === null) return null;
  if (type === 'json' || type === 'jsonb') return JSON.stringify(value);
  if (typeof value === 'object') throw new TypeError('a list or an object');
  if (type === 'bytea') return `\\x${Buffer.from(String(value), 'base64').toString('hex')}`;
  return String(value);
};

/**
 * The bound value for a column. Binary comes as base64; lists go to array and JSON columns, objects to JSON columns alone.
 * @throws Fault `validation_failed`
 */
export const encode = (
  column: Pick<Column, 'name' | 'type' | 'element' | 'nativeType'>,
  value: Json,
): string | null => {
  try {
    if (column.type === 'array' && Array.isArray(value))
      return arrayText(column.element, value as readonly Json[]);
    return scalarText(column.type, value);
  } catch (cause) {
    const message = `${JSON.stringify(column.name)} is ${column.nativeType} and takes no nested value`;
    throw new Fault('validation_failed', message, { cause });
  }
};
