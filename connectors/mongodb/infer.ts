/** Fields inferred from documents. Pure: counts go in, fields come out; counts of several readers can be added up. */
import type { FieldType, SourceField } from '../../domain/schema/types.ts';
import type { BsonType } from './bson-scalars.ts';
import { decodeDocument } from './decode-bson.ts';

/** Documents that hold a path with a value of the type. */
type TypeCounts = Map<BsonType, number>;

export interface PathCount {
  /** Documents that hold the path. */
  documents: number;
  readonly types: TypeCounts;
}

export interface Inference {
  documents: number;
  readonly paths: Map<string, PathCount>;
  /** Paths beyond the limit, left out: documents that are used as maps have a path per key. */
  readonly leftOut: Set<string>;
  /** Field names that hold a dot, so that their path cannot be told from a nested one. */
  readonly dotted: Set<string>;
}

const mostPaths = 2000;
const mostRemembered = 100;

export const emptyInference = (): Inference => ({
  documents: 0,
  paths: new Map(),
  leftOut: new Set(),
  dotted: new Set(),
});

const countOf = (inference: Inference, path: string): PathCount | undefined => {
  const known = inference.paths.get(path);
  if (known !== undefined) return known;
  if (inference.paths.size >= mostPaths) {
    if (inference.leftOut.size < mostRemembered) inference.leftOut.add(path);
    return undefined;
  }
  const fresh: PathCount = { documents: 0, types: new Map() };
  inference.paths.set(path, fresh);
  return fresh;
};

const raise = (types: TypeCounts, type: BsonType, by: number): void => {
  types.set(type, (types.get(type) ?? 0) + by);
};

/** Counts one document, given as BSON. A path counts once per document, however often an array repeats it. */
export const observe = (inference: Inference, document: Uint8Array): void => {
  const seen = new Map<string, Set<BsonType>>();
  const decoded = decodeDocument(document, {
    see: (path, type) => {
      const types = seen.get(path);
      if (types === undefined) seen.set(path, new Set([type]));
      else types.add(type);
    },
  });
  inference.documents += 1;
  for (const name of Object.keys(decoded)) if (/[.]|\[\]/.test(name)) inference.dotted.add(name);
  for (const [path, types] of seen) {
    const count = countOf(inference, path);
    if (count === undefined) continue;
    count.documents += 1;
    for (const type of types) raise(count.types, type, 1);
  }
};

/** Adds the counts of `more` to `inference`. */
export const merge = (inference: Inference, more: Inference): void => {
  inference.documents += more.documents;
  for (const path of more.leftOut) inference.leftOut.add(path);
  for (const name of more.dotted) inference.dotted.add(name);
  for (const [path, { documents, types }] of more.paths) {
    const count = countOf(inference, path);
    if (count === undefined) continue;
    count.documents += documents;
    for (const [type, number] of types) raise(count.types, type, number);
  }
};

const fieldTypes: Readonly<Record<BsonType, FieldType>> = {
  double: 'float',
  string: 'string',
  object: 'object',
  array: 'array',
  binData: 'binary',
  undefined: 'null',
  objectId: 'string',
  bool: 'boolean',
  date: 'timestamp',
  null: 'null',
  regex: 'json',
  dbPointer: 'json',
  javascript: 'json',
  symbol: 'string',
  javascriptWithScope: 'json',
  int: 'integer',
  timestamp: 'json',
  long: 'integer',
  decimal: 'decimal',
  maxKey: 'json',
  minKey: 'json',
  uuid: 'uuid',
};

const numeric: readonly FieldType[] = ['integer', 'float', 'decimal'];

/**
 * The least type that holds all that were seen. Null says nothing about a type and never wins over one; numbers widen
 * (integer, float, decimal); all other pairs are `mixed`.
 */
export const joinTypes = (types: readonly FieldType[]): FieldType => {
  const valued = [...new Set(types)].filter((type) => type !== 'null');
  const [first = 'null'] = valued;
  if (valued.length <= 1) return first;
  if (valued.every((type) => numeric.includes(type))) return valued.includes('decimal') ? 'decimal' : 'float';
  return 'mixed';
};

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const fieldOf = (name: string, { documents, types }: PathCount, all: number): SourceField => {
  const natives = [...types.keys()].sort(byCodeUnit);
  const valued = natives.filter((native) => fieldTypes[native] !== 'null');
  const found = [...new Set(valued.map((native) => fieldTypes[native]))].sort(byCodeUnit);
  const type = joinTypes(found);
  return {
    name,
    type,
    nullable: documents < all || valued.length < natives.length,
    nativeType: (valued.length === 0 ? natives : valued).join(' | '),
    presence: Math.round((documents / all) * 1000) / 1000,
    ...(type === 'timestamp' ? { zoned: true } : {}),
    ...(type === 'mixed' ? { types: found } : {}),
  };
};

/** The fields by name (`_id` first), each with the share of documents that hold it. */
export const fieldsOf = ({ paths, documents }: Inference): SourceField[] =>
  [...paths]
    .sort(([a], [b]) => (a === '_id' ? -1 : b === '_id' ? 1 : byCodeUnit(a, b)))
    .map(([name, count]) => fieldOf(name, count, documents));

/** The fields of a set of BSON documents. */
export const inferFields = (documents: Iterable<Uint8Array>): SourceField[] => {
  const inference = emptyInference();
  for (const document of documents) observe(inference, document);
  return fieldsOf(inference);
};
