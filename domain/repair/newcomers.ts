import type { SourceObject } from '../schema/types.ts';

/** The shapes of an object that were seen before its fields were lost, the approved one among them. */
export interface ShapesBefore {
  readonly baseline: SourceObject;
  readonly earlier: readonly SourceObject[];
}

const has = ({ fields }: SourceObject, wanted: string): boolean => fields.some(({ name }) => name === wanted);

/**
 * Approved fields that nothing reads and that came after a field that is lost now. Careful people rename by steps (Fowler and
 * Sadalage's "parallel change": the new field is added and filled beside the old one, and only then the old one is dropped), so
 * one of these may be what the lost field has become.
 */
export const newcomers = (
  { baseline, earlier }: ShapesBefore,
  lost: readonly string[],
  isRead: (field: string) => boolean,
): readonly string[] => {
  const older = earlier.filter((shape) => lost.some((name) => has(shape, name)));
  return baseline.fields
    .map(({ name }) => name)
    .filter((name) => !lost.includes(name) && !isRead(name) && older.some((shape) => !has(shape, name)));
};

/** The approved shape as if these fields had come only now. */
export const withoutFields = (object: SourceObject, names: readonly string[]): SourceObject => ({
  ...object,
  fields: object.fields.filter(({ name }) => !names.includes(name)),
});
