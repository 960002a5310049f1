import {
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Json } from '../../../domain/json.ts';

const microsPerSecond = 1_000_000n;

/** ISO 8601 in UTC, with as many digits of the second as there are. */
const timeOf = (micros: bigint): string => {
  const seconds = micros / microsPerSecond - (micros % microsPerSecond < 0n ? 1n : 0n);
  const rest = micros - seconds * microsPerSecond;
  const time = new Date(Number(seconds) * 1000).toISOString().slice(0, -5);
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
  return `${time}${fraction}Z`;
};

const decimalOf = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
};

/** Values that hold others. */
const nestedOf = (value: DuckDBValue): Json | undefined => {
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map((item) => jsonOf(item));
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, jsonOf(item)]));
  if (value instanceof DuckDBMapValue)
    return value.entries.map(({ key, value: item }) => ({ key: jsonOf(key), value: jsonOf(item) }));
  return undefined;
};

const numberOf = (value: number | bigint): Json => {
  const number = Number(value);
  const exact = typeof value === 'bigint' ? Number.isSafeInteger(number) : Number.isFinite(number);
  return exact ? number : String(value);
};

/**
 * A value as an answer holds it: decimals and whole numbers beyond 2^53 as text, days and times in ISO 8601 (times in UTC),
 * JSON as itself, lists and structs as JSON.
 */
export const jsonOf = (value: DuckDBValue, type?: DuckDBType): Json => {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return type?.alias === 'JSON' ? parsed(value) : value;
  if (typeof value === 'number' || typeof value === 'bigint') return numberOf(value);
  if (value instanceof DuckDBDecimalValue) return decimalOf(value.toString());
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return timeOf(value.micros);
  return nestedOf(value) ?? value.toString();
};
