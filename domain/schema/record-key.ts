import { readPath } from '../mapping/path.ts';
import { isDeclared } from './render.ts';
import type { SourceObject } from './types.ts';

/** The column that a path of a key names: paths quote names that hold dots or brackets. */
const columnOf = (path: string, names: ReadonlySet<string>): string => {
  if (names.has(path)) return path;
  const [name, ...rest] = readPath(path) ?? [];
  return typeof name === 'string' && rest.length === 0 ? name : path;
};

const columnsOf = (key: readonly string[], { fields }: SourceObject): readonly string[] => {
  const names = new Set(fields.map(({ name }) => name));
  return key.map((path) => columnOf(path, names));
};

/** True where no two records can have the same record key: it is, or holds, the key that the object was found with. */
export const isKeyPromised = (key: readonly string[], object: SourceObject): boolean => {
  const columns = columnsOf(key, object);
  return object.key.length > 0 && object.key.every((name) => columns.includes(name));
};

export interface KeyQuestion {
  /** Paths of a mapping's record key. */
  readonly key: readonly string[];
  readonly baseline: SourceObject;
  readonly current: SourceObject;
}

/**
 * Why a mapping's record key may no longer tell records apart, in half a sentence: the source's own key promised it and does
 * not any more. Null where it still does, or never did.
 */
const keyDoubt = ({ key, baseline, current }: KeyQuestion): string | null => {
  if (!isKeyPromised(key, baseline) || isKeyPromised(key, current)) return null;
  const now = current.key.length === 0 ? 'it has none now' : `it is ${current.key.join(', ')} now`;
  return `the source's own key was ${baseline.key.join(', ')} and ${now}`;
};

/**
 * What a person should know of a mapping's record key before a change of the object is taken for granted, one sentence each. A
 * key that is gone has to be mended anyway.
 */
export const keyDoubts = (question: KeyQuestion, lost: readonly string[]): readonly string[] => {
  const { key, current } = question;
  const present = new Set(current.fields.map(({ name }) => name));
  const columns = columnsOf(key, current);
  if (columns.some((name) => !present.has(name))) return [];
  const retyped = columns.filter((name) => lost.includes(name));
  const doubt = keyDoubt(question);
  return [
    ...retyped.map(
      (name) => `${name} is part of the record key and of another type now: other values make other records`,
    ),
    ...(doubt === null
      ? []
      : [
          `${key.join(', ')} may no longer tell records apart, for ${doubt}: of records with one key the first is kept`,
        ]),
  ];
};

/**
 * Why an object must not be read now, for its mapping's key or change field is lost; null where it may. `lost`: field names
 * that are gone or retyped. What the rows of files and documents merely look like promises nothing: there a key that comes
 * twice, or is written otherwise, is a matter of single rows.
 */
export const keyLoss = (
  { changeField, ...question }: KeyQuestion & { readonly changeField: string | null },
  lost: readonly string[],
): string | null => {
  const { key, current } = question;
  const { name: object } = current;
  const cure = 'the open ticket says what to do';
  const needed = columnsOf([...key, ...(changeField === null ? [] : [changeField])], current);
  const present = new Set(current.fields.map(({ name }) => name));
  const gone = needed.find((name) => !present.has(name));
  if (gone !== undefined)
    return `${object} no longer has ${gone}, which its key or its reading needs; ${cure}`;
  if (!isDeclared(current)) return null;
  const retyped = needed.find((name) => lost.includes(name));
  if (retyped !== undefined)
    return `${retyped} of ${object}, which its key or its reading needs, is of another type now; ${cure}`;
  const doubt = keyDoubt(question);
  return doubt === null
    ? null
    : `${key.join(', ')} may no longer tell the records of ${object} apart, for ${doubt}; ${cure}`;
};
