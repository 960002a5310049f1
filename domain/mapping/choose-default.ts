import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { SourceObject } from '../schema/types.ts';
import { readPath, resolvePath } from './path.ts';
import { entities } from './types.ts';
import type { Mapping } from './types.ts';

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');

const extension = /\.(?:csv|tsv|txt|xlsx|jsonl|ndjson|json|parquet)$/i;

/**
 * The names under which an object may be known: its own, its last part (`sales/accounts.csv`, `public.customers`,
 * `book.xlsx#Sheet1`), and these without a file's extension or with only the file's name.
 */
export const objectNames = (object: string): ReadonlySet<string> => {
  const names = new Set<string>();
  const parts = object.split(/[/#!:]/);
  for (const part of [object, ...parts.slice(-2)]) {
    const bare = part.replace(extension, '');
    names.add(plain(bare));
    if (bare === part) names.add(plain(part.split('.').at(-1) ?? part));
  }
  return names;
};

const columnsOf = (object: SourceObject): ReadonlySet<string> =>
  new Set(
    object.fields.map(({ name }) => {
      const first = readPath(name)?.[0];
      return typeof first === 'string' ? first : name;
    }),
  );

/** True where the object has the field itself, or the path's first name where nested fields are not listed. */
const holds = (path: string, object: SourceObject, columns: ReadonlySet<string>): boolean => {
  if (object.fields.some(({ name }) => name === path)) return true;
  const segments = resolvePath(path, columns);
  const [first] = segments;
  if (typeof first !== 'string' || !columns.has(first)) return false;
  const listsNested = object.fields.some(
    ({ name }) => name.startsWith(`${first}.`) || name.startsWith(`${first}[`),
  );
  return segments.length === 1 || !listsNested || segments.some((segment) => typeof segment !== 'string');
};

/** The paths without which a mapping is of no use: its key, and what every record must have. */
const neededPaths = (mapping: Mapping): readonly string[] => {
  const byEntity = canonicalEntities[mapping.entity].required.filter((group) => group.length === 1).flat();
  const rules = Object.entries(mapping.fields).filter(
    ([name, rule]) => rule.required || byEntity.includes(name),
  );
  return [
    ...mapping.key,
    ...rules.flatMap(([, { from, transforms }]) => (transforms[0]?.name === 'coalesce' ? [] : from)),
  ];
};

/** A default for objects of any name; it takes those that hold at least half of its source fields. */
const anyObject = '*';

const isNamed = ({ object }: Mapping, names: ReadonlySet<string>): boolean =>
  object === anyObject || [...objectNames(object)].some((name) => names.has(name));

/** How much of a mapping the object can feed; null when it lacks a needed path. */
const fit = (mapping: Mapping, object: SourceObject, columns: ReadonlySet<string>): number | null => {
  if (!neededPaths(mapping).every((path) => holds(path, object, columns))) return null;
  const paths = Object.values(mapping.fields).flatMap(({ from }) => from);
  const held = paths.filter((path) => holds(path, object, columns)).length;
  if (mapping.object === anyObject && 2 * held < paths.length) return null;
  return held - (paths.length - held);
};

/**
 * The default mappings that suit an object of a system: by the object's name (case, folder, schema and file extension do
 * not count) and by its fields, the best one for each entity. They carry the object's own name, and its key is the same in
 * all of them: where the best ones differ in it, those with the key of the first entity are taken.
 */
export const chooseDefaults = (
  defaults: readonly Mapping[],
  system: string,
  object: SourceObject,
): readonly Mapping[] => {
  const names = objectNames(object.name);
  const columns = columnsOf(object);
  const suited = defaults
    .filter((mapping) => mapping.system === system && isNamed(mapping, names))
    .map((mapping) => ({ mapping, fit: fit(mapping, object, columns) }))
    .filter((candidate): candidate is { mapping: Mapping; fit: number } => candidate.fit !== null)
    .sort((left, right) => right.fit - left.fit);
  const best = entities.flatMap(
    (entity) => suited.find(({ mapping }) => mapping.entity === entity)?.mapping ?? [],
  );
  const key = JSON.stringify(best[0]?.key);
  return best
    .filter((mapping) => JSON.stringify(mapping.key) === key)
    .map((mapping) => ({ ...mapping, object: object.name }));
};
