import type { FieldType } from './types.ts';

/** Each type's direct wider types. `null` lies below all, `mixed` above all. */
const wider: Partial<Record<FieldType, readonly FieldType[]>> = {
  integer: ['decimal'],
  float: ['decimal'],
  date: ['timestamp'],
  enum: ['string'],
  uuid: ['string'],
  object: ['json'],
  array: ['json'],
};

const upward = (type: FieldType): FieldType[] => [type, ...(wider[type] ?? [])];

/**
 * The narrowest type that holds every value of both: a join, so commutative, associative and idempotent.
 * Every 64-bit integer and every finite double is a decimal; an integer is not always a double.
 */
export function joinTypes(a: FieldType, b: FieldType): FieldType {
  if (a === 'null') return b;
  if (b === 'null') return a;
  const above = new Set(upward(b));
  return upward(a).find((type) => above.has(type)) ?? 'mixed';
}

/** True when every value of `from` is also a value of `to`. */
export const widensTo = (from: FieldType, to: FieldType): boolean => joinTypes(from, to) === to;
