import type { SourceField, SourceObject } from './types.ts';

const inferred: ReadonlySet<SourceObject['kind']> = new Set(['file', 'sheet']);

/**
 * What is known of an object that holds a header and no rows: its columns. Types and key of files are found in rows, and
 * no rows prove nothing of them: what was last seen stands, as far as its columns are there. Without a header nothing is known of
 * the columns either: not they are gone, but the records.
 */
export const provenShape = (object: SourceObject, lastSeen: SourceObject): SourceObject => {
  if (object.fields.length === 0) return { ...object, fields: lastSeen.fields, key: lastSeen.key };
  const names = new Set(object.fields.map(({ name }) => name));
  const known = new Map(lastSeen.fields.map((field) => [field.name, field]));
  return {
    ...object,
    fields: object.fields.map((field): SourceField => known.get(field.name) ?? field),
    key: lastSeen.key.every((name) => names.has(name)) ? lastSeen.key : object.key,
  };
};

/**
 * What is known of a file whose cells are texts: a column that all but a few cells show as what it was is that still, and so
 * is one whose few have gone. Those few are bad records, held one by one; they are no reason to take the column from all others.
 */
export const despiteFew = (object: SourceObject, lastSeen: SourceObject): SourceObject => {
  const known = new Map(lastSeen.fields.map((field) => [field.name, field]));
  return {
    ...object,
    fields: object.fields.map((field): SourceField => {
      const before = known.get(field.name);
      if (before === undefined || before.type === field.type) return field;
      return isAlmost(field, before) || isAlmost(before, field) ? before : field;
    }),
  };
};

/**
 * What is known of the key of a file whose records are told apart by it: rows that repeat one are bad records, held one by one.
 * No other column becomes the key because of them, as long as its own columns are there; profiles tell where many repeat.
 */
export const withKnownKey = (object: SourceObject, lastSeen: SourceObject): SourceObject => {
  const names = new Set(object.fields.map(({ name }) => name));
  const isKnown = lastSeen.key.length > 0 && lastSeen.key.every((name) => names.has(name));
  return isKnown ? { ...object, key: lastSeen.key } : object;
};

const isAlmost = (text: SourceField, other: SourceField): boolean =>
  text.almost?.includes(other.type) === true &&
  (other.type !== 'timestamp' || (text.zoned ?? false) === (other.zoned ?? false));

/** True for files and sheets, whose types are found in rows. */
export const isFound = ({ kind, access }: SourceObject): boolean =>
  inferred.has(kind) && access === 'granted';

/** True for files and sheets without a row that could be read as one. */
export const isEmptied = (object: SourceObject): boolean => isFound(object) && object.rowEstimate === 0;
