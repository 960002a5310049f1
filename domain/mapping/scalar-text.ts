import type { Json } from '../json.ts';
import { canonicalJson } from './canonical-json.ts';

/** The text of a value: texts as they are, numbers and booleans in their JSON form, nested values as canonical JSON. */
export const scalarText = (value: Json): string => {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? canonicalJson(value) : String(value);
};
