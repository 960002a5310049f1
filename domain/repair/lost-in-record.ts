import type { Json } from '../json.ts';
import { typeText } from '../schema/render.ts';
import type { SourceObject } from '../schema/types.ts';

/** Shapes of an object that decide what is lost in a stored record. */
export interface RecordShapes {
  /** As it was approved. */
  readonly baseline: SourceObject;
  readonly current: SourceObject;
  /** As it was when the record was read; undefined where that is not known. */
  readonly readUnder: SourceObject | undefined;
}

/** The fields that are lost in a stored record, by the version of the shape it was read under and the columns it holds. */
export type LostIn = (
  schemaVersion: number | null,
  record: Readonly<Record<string, Json>>,
) => readonly string[];

const typeOf = (object: SourceObject | undefined, name: string): string | undefined => {
  const field = object?.fields.find((candidate) => candidate.name === name);
  return field === undefined || object === undefined ? undefined : typeText(field, object);
};

/**
 * The lost fields that a stored record does not hold in their approved form. A record that was read before its source changed
 * still has them, and so has one that holds a column which is gone by now.
 */
export const lostInRecord = (
  lost: readonly string[],
  { baseline, current, readUnder }: RecordShapes,
  columns: ReadonlySet<string>,
): readonly string[] =>
  lost.filter((name) => {
    const approved = typeOf(baseline, name);
    if (approved !== undefined && approved === typeOf(readUnder, name)) return false;
    return !(columns.has(name) && typeOf(current, name) === undefined);
  });
