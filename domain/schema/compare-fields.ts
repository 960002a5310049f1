import { typeText } from './render.ts';
import type { SourceField, SourceObject } from './types.ts';

/** A field in one version of an object and in another: its type as text, null where it is not there. */
export interface ComparedField {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly change: 'added' | 'removed' | 'retyped' | 'same';
}

const wordsOf = (field: SourceField | undefined, object: SourceObject): string | null => {
  if (field === undefined) return null;
  const key = object.key.includes(field.name) ? ', key' : '';
  return `${typeText(field, object)}${field.nullable ? '' : ', never empty'}${key}`;
};

const changeOf = (before: string | null, after: string | null): ComparedField['change'] => {
  if (before === after) return 'same';
  if (before === null) return 'added';
  return after === null ? 'removed' : 'retyped';
};

/** Two versions of an object side by side: what the later one has in its order, then what it has lost. */
export const compareFields = (before: SourceObject, after: SourceObject): readonly ComparedField[] => {
  const was = new Map(before.fields.map((field) => [field.name, field]));
  const is = new Map(after.fields.map((field) => [field.name, field]));
  return [...is.keys(), ...[...was.keys()].filter((name) => !is.has(name))].map((name) => {
    const [old, now] = [wordsOf(was.get(name), before), wordsOf(is.get(name), after)];
    return { name, before: old, after: now, change: changeOf(old, now) };
  });
};
