import type { SourceField, SourceObject } from './types.ts';

const inferred: ReadonlySet<SourceObject['kind']> = new Set(['file', 'sheet']);

/**
 * What is known of an object that holds a header and no rows: its columns. Types and key of files are found in rows, and
 * no rows prove nothing of them: what was last seen stands, as far as its columns are there.
 */
export const provenShape = (object: SourceObject, lastSeen: SourceObject): SourceObject => {
  const names = new Set(object.fields.map(({ name }) => name));
  const known = new Map(lastSeen.fields.map((field) => [field.name, field]));
  return {
    ...object,
    fields: object.fields.map((field): SourceField => known.get(field.name) ?? field),
    key: lastSeen.key.every((name) => names.has(name)) ? lastSeen.key : object.key,
  };
};

/** True for files and sheets without a row that could be read as one. */
export const isEmptied = ({ kind, rowEstimate, access }: SourceObject): boolean =>
  inferred.has(kind) && rowEstimate === 0 && access === 'granted';
