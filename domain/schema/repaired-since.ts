import { typeText } from './render.ts';
import type { SourceObject } from './types.ts';

/** What an open ticket is about, and what it still declares lost. */
export interface Ticketed {
  readonly shape: SourceObject;
  readonly lost: readonly string[];
}

/**
 * Of the fields that an object has lost since its baseline those that its open ticket has had repaired: they look as they did
 * then, and it declares them lost no more. The baseline has them still, for it moves only when all is settled.
 */
export const repairedSince = (
  ticketed: Ticketed | undefined,
  object: SourceObject,
  lost: readonly string[],
): ReadonlySet<string> => {
  if (ticketed === undefined) return new Set();
  const typesOf = (shape: SourceObject): ReadonlyMap<string, string> =>
    new Map(shape.fields.map((field) => [field.name, typeText(field, shape)]));
  const [then, now] = [typesOf(ticketed.shape), typesOf(object)];
  return new Set(lost.filter((name) => !ticketed.lost.includes(name) && then.get(name) === now.get(name)));
};
