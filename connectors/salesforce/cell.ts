import type { Json } from '../../domain/json.ts';
import type { SourceField } from '../../domain/schema/types.ts';
import { plainDecimal } from './exact-numbers.ts';

/** `2026-05-01T07:25:37.000+0000` as ISO 8601 in UTC; what is no time stays as it is. */
export const isoTime = (text: string): string => {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
};

/** Nested values (addresses, locations) without jsforce's `attributes` and without a prototype to pollute. */
const nested = (value: unknown): Json => {
  if (Array.isArray(value)) return value.map(nested);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  const copy = Object.create(null) as Record<string, Json>;
  for (const [name, inner] of Object.entries(value)) if (name !== 'attributes') copy[name] = nested(inner);
  return copy;
};

/**
 * One value as it comes over the wire, in the form that the field's type promises: decimals as text, times in UTC.
 * Currency, percent and double are JSON numbers in Salesforce; their exact text is kept (see exact-numbers).
 */
export const cellOf = (field: Pick<SourceField, 'type'>, value: unknown): Json => {
  if (value === null || value === undefined) return null;
  if (field.type === 'decimal' && (typeof value === 'number' || typeof value === 'string')) {
    return plainDecimal(String(value));
  }
  if (field.type === 'timestamp' && typeof value === 'string') return isoTime(value);
  if (field.type === 'time' && typeof value === 'string') return value.replace(/Z$/, '');
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return nested(value);
};
