import { isLostBy, resolvePath } from '../mapping/path.ts';
import type { Severity } from './changes.ts';
import { isFlat } from './flat.ts';
import { widensTo } from './lattice.ts';
import type { FieldType, SourceObject } from './types.ts';

/** What the active mappings read: source paths by object. Undefined: unknown, so everything counts as read. */
export type MappedFields = ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** How much hangs on one field. */
export interface Stake {
  /** An active mapping reads it. */
  readonly mapped: boolean;
  /** Part of the record key, or the change field that incremental reads go by. */
  readonly vital: boolean;
}

export const isObjectMapped = (mapped: MappedFields, object: string): boolean =>
  mapped === undefined || mapped.has(object);

/** Tells of an object's fields whether any of the paths reads it, or something inside it. */
export const readsOf = (
  paths: ReadonlySet<string>,
  { fields }: Pick<SourceObject, 'fields'>,
): ((field: string) => boolean) => {
  const names = new Set(fields.map(({ name }) => name));
  const wanted = [...paths].map((path) => resolvePath(path, names));
  return (field) =>
    paths.has(field) || wanted.some((segments) => isLostBy(segments, resolvePath(field, names)));
};

/** Whether a new column takes over a path that led into another column: its exact name wins over the path's syntax. */
export const takesOver = (paths: ReadonlySet<string>, before: SourceObject, column: string): boolean => {
  if (!isFlat(before) || !paths.has(column)) return false;
  const names = new Set(before.fields.map(({ name }) => name));
  const [top, ...within] = resolvePath(column, names);
  return within.length > 0 && names.has(String(top));
};

/** The stakes in the fields of an object as it was before the change. */
export const stakesIn = (mapped: MappedFields, object: SourceObject): ((field: string) => Stake) => {
  const isRead = mapped === undefined ? () => true : readsOf(mapped.get(object.name) ?? new Set(), object);
  return (field) => ({
    mapped: isRead(field),
    vital:
      isObjectMapped(mapped, object.name) && (object.key.includes(field) || object.changeFields[0] === field),
  });
};

/** Of a field that is gone, by whatever name. */
export const lossSeverity = (stake: Stake): Severity =>
  stake.mapped || stake.vital ? 'breaking' : 'harmless';

/** Of a field whose type changed: a first type for an always empty field is harmless, a wider or narrower one risky. */
export function retypeSeverity(from: FieldType, to: FieldType, stake: Stake): Severity {
  if (from === 'null' || !(stake.mapped || stake.vital)) return 'harmless';
  const related = widensTo(from, to) || widensTo(to, from);
  return related && !stake.vital ? 'risky' : 'breaking';
}

/** Of nullability: only a field that may newly be empty endangers anything. */
export function nullabilitySeverity(nullable: boolean, stake: Stake): Severity {
  if (!nullable) return 'harmless';
  if (stake.vital) return 'breaking';
  return stake.mapped ? 'risky' : 'harmless';
}
