/** Single documents: insert, fetch, update, delete by `_id`. Values are data, never operators. */
import { ObjectId } from 'mongodb';
import type { Document, Filter } from 'mongodb';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { Connection, Settings } from './client.ts';
import { decodeFields } from './decode-bson.ts';
import { encoderFor } from './encode-bson.ts';
import type { Encode } from './encode-bson.ts';
import { fromKeyJson } from './key-json.ts';
import { existingCollection } from './session.ts';

type Values = Readonly<Record<string, Json>>;

/** A dotted name is a path into nested documents; `$` would begin an operator. */
const checkPath = (path: string): void => {
  const parts = path.split('.');
  if (path.includes('\0') || parts.some((part) => part === '' || part.startsWith('$') || part.includes('[]')))
    throw new Fault(
      'validation_failed',
      `${JSON.stringify(path.slice(0, 80))} is no field that can be written`,
    );
};

const filterOf = (object: SourceObject, key: readonly Json[]): Filter<Document> => {
  const [id] = key;
  if (key.length !== 1 || id === undefined)
    throw new Fault('validation_failed', `${object.name} has the key _id alone, got ${key.length} values`);
  return { _id: { $eq: fromKeyJson(id) } } as Filter<Document>;
};

const place = (document: Record<string, unknown>, path: string, value: unknown): void => {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    document[name] = value;
    return;
  }
  const inner = document[name];
  const next = (typeof inner === 'object' && inner !== null ? inner : Object.create(null)) as Record<
    string,
    unknown
  >;
  document[name] = next;
  place(next, rest.join('.'), value);
};

/** A document without prototype: `__proto__` is a name like any other. */
export const documentOf = (values: Values, encode: Encode): Record<string, unknown> => {
  const document = Object.create(null) as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) {
    checkPath(path);
    place(document, path, encode(path, value));
  }
  return document;
};

/** @throws Fault `conflict` (the `_id` exists), `validation_failed` */
export const createDocument = async (
  connection: Connection,
  settings: Settings,
  object: SourceObject,
  values: Values,
): Promise<readonly Json[]> => {
  const document = documentOf(values, encoderFor(object.fields));
  const collection = await existingCollection(connection, settings, object.name);
  const minted = new ObjectId();
  await collection.insertOne('_id' in document ? document : { _id: minted, ...document });
  return [values['_id'] ?? minted.toHexString()];
};

export const fetchDocument = async (
  connection: Connection,
  settings: Settings,
  object: SourceObject,
  key: readonly Json[],
): Promise<Values | null> => {
  const collection = await existingCollection(connection, settings, object.name);
  const options = { raw: true, maxTimeMS: settings.config.timeoutSeconds * 1000 };
  const [found] = (await collection.find(filterOf(object, key), options).limit(1).toArray()) as unknown[];
  if (found === undefined) return null;
  const record = Object.create(null) as Record<string, Json>;
  decodeFields(found as Uint8Array, (name, value) => {
    record[name] = value;
  });
  return record;
};

/** @throws Fault `not_found`, `validation_failed` */
export const updateDocument = async (
  connection: Connection,
  settings: Settings,
  object: SourceObject,
  { key, values }: { key: readonly Json[]; values: Values },
): Promise<void> => {
  const encode = encoderFor(object.fields);
  const set = Object.create(null) as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) {
    checkPath(path);
    if (path === '_id') throw new Fault('validation_failed', 'The _id of a document cannot be changed');
    set[path] = encode(path, value);
  }
  const collection = await existingCollection(connection, settings, object.name);
  const filter = filterOf(object, key);
  const matched =
    Object.keys(set).length === 0
      ? await collection.countDocuments(filter, { limit: 1 })
      : (await collection.updateOne(filter, { $set: set })).matchedCount;
  if (matched === 0) throw new Fault('not_found', `${object.name} has no document with this _id`);
};

export const deleteDocument = async (
  connection: Connection,
  settings: Settings,
  object: SourceObject,
  key: readonly Json[],
): Promise<void> => {
  const collection = await existingCollection(connection, settings, object.name);
  await collection.deleteOne(filterOf(object, key));
};

export const countDocuments = async (
  connection: Connection,
  settings: Settings,
  object: SourceObject,
): Promise<number> => {
  const collection = await existingCollection(connection, settings, object.name);
  return collection.countDocuments({}, { maxTimeMS: settings.config.timeoutSeconds * 1000 });
};
