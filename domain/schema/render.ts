/**
 * The canonical rendering of a source's shape, and its fingerprint.
 *
 * Left out, because it changes without cause: the order of objects, fields, values and key parts, comments, the
 * source's own type words (so `int4` and `integer` are one), length, presence, row estimate, references, change
 * fields, and nullability wherever it was inferred from rows, stands on a view, or belongs to a key field.
 */
import { byCodeUnit, sortedSet } from './code-units.ts';
import type { FieldType, SourceField, SourceObject, SourceSchema } from './types.ts';

/** Stands inside every rendering: a later way of rendering can never be taken for a change of the source. */
const renderVersion = 1;

/** Gives the SHA-256 of a text's UTF-8 bytes in lower-case hex. */
export type Sha256 = (text: string) => string;

/** True where the source itself declares nullability and scale; elsewhere they only mirror the rows seen. */
export const isDeclared = (object: SourceObject): boolean =>
  object.kind === 'table' || object.kind === 'sobject';

/** The types of a field: one, or for `mixed` all that were seen; null is no type of its own beside others. */
function typesOf(field: SourceField): FieldType[] {
  if (field.type !== 'mixed') return [field.type];
  const seen = sortedSet((field.types ?? []).filter((type) => type !== 'null' && type !== 'mixed'));
  return seen.length === 0 ? ['mixed'] : seen;
}

/** The part of a field's type that counts as a change when it differs, as text: `timestamp zoned`, `decimal .2`. */
export function typeText(field: SourceField, object: SourceObject): string {
  const types = typesOf(field).join('|');
  if (types === 'timestamp' && field.zoned === true) return 'timestamp zoned';
  if (types === 'decimal' && isDeclared(object) && field.scale !== undefined)
    return `decimal .${field.scale}`;
  return types;
}

/** True when the source itself promises that the field is never empty. */
export const isRequired = (field: SourceField, object: SourceObject): boolean =>
  isDeclared(object) && (!field.nullable || object.key.includes(field.name));

const renderField = (field: SourceField, object: SourceObject) => [
  field.name,
  typeText(field, object),
  isRequired(field, object),
  field.values === undefined ? null : sortedSet(field.values),
];

function shapeOf(object: SourceObject) {
  if (object.access === 'lost') return { name: object.name, access: 'lost' };
  const fields = [...object.fields].sort((a, b) => byCodeUnit(a.name, b.name));
  return {
    name: object.name,
    access: 'granted',
    key: sortedSet(object.key),
    fields: fields.map((field) => renderField(field, object)),
  };
}

/** One object's canonical rendering: JSON, free of order. */
export const renderObject = (object: SourceObject): string =>
  JSON.stringify({ v: renderVersion, object: shapeOf(object) });

/** A whole schema's canonical rendering: JSON, free of order. */
export function renderSchema(schema: SourceSchema): string {
  const objects = [...schema.objects].sort((a, b) => byCodeUnit(a.name, b.name));
  return JSON.stringify({ v: renderVersion, objects: objects.map(shapeOf) });
}

/** SHA-256 over one object's canonical rendering, in hex. */
export const fingerprint = (object: SourceObject, sha256: Sha256): string => sha256(renderObject(object));

/** SHA-256 over a whole schema's canonical rendering, in hex. */
export const fingerprintSchema = (schema: SourceSchema, sha256: Sha256): string =>
  sha256(renderSchema(schema));
