/** Changes of a test database on purpose. */
import type { AnyBulkWriteOperation, Collection, Document, Filter } from 'mongodb';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { Mutation } from '../contract.ts';
import type { Connection, Settings } from './client.ts';
import { decodeFields } from './decode-bson.ts';
import { encodeAs, encoderFor, isKnownType } from './encode-bson.ts';
import type { Encode } from './encode-bson.ts';
import { emptyInference, fieldsOf, observe } from './infer.ts';
import { fromKeyJson } from './key-json.ts';
import { existingCollection } from './session.ts';
import { documentOf } from './write.ts';

/** A path of names; operators and positions in arrays are refused. */
const path = z.string().regex(/^[^$.\0]+(?:\.[^$.\0]+)*$/, 'a field name');
const values = z.record(path, z.json());

/** The kinds and their arguments. `where` compares fields for equality; without it all documents are meant. */
const mutations = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add_field'), field: path, value: z.json() }),
  z.strictObject({ kind: z.literal('rename_field'), from: path, to: path }),
  z.strictObject({ kind: z.literal('retype_field'), field: path, type: z.string() }),
  z.strictObject({ kind: z.literal('unset_field'), field: path }),
  z.strictObject({ kind: z.literal('rename_collection'), to: z.string().min(1) }),
  z.strictObject({ kind: z.literal('drop_collection') }),
  z.strictObject({ kind: z.literal('add_documents'), documents: z.array(values).min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('update_documents'), set: values, where: values.default({}) }),
  z.strictObject({ kind: z.literal('delete_documents'), where: values.default({}) }),
]);

type Change = z.infer<typeof mutations>;
type Values = Readonly<Record<string, Json>>;

const documentsAtOnce = 500;

const encoded = (given: Values, encode: Encode): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, encode(name, value)]));

const filterOf = (where: Values, encode: Encode): Filter<Document> =>
  Object.fromEntries(Object.entries(encoded(where, encode)).map(([name, value]) => [name, { $eq: value }]));

const valueAt = (document: Values, field: string): Json | undefined => {
  let at: Json | undefined = document;
  for (const name of field.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return undefined;
    at = (at as Values)[name];
  }
  return at;
};

/** Values that the new type cannot hold stay as they are, as in real life. */
const retyped = (type: string, value: Json, field: string): unknown => {
  try {
    return encodeAs(type, value, field);
  } catch {
    return undefined;
  }
};

const retype = async (collection: Collection, field: string, type: string): Promise<void> => {
  if (!isKnownType(type))
    throw new Fault('invalid_request', `${JSON.stringify(type.slice(0, 80))} is no type`);
  const documents = await collection.find({}, { raw: true }).toArray();
  const operations: AnyBulkWriteOperation[] = [];
  for (const raw of documents as unknown as Uint8Array[]) {
    const document = Object.create(null) as Record<string, Json>;
    decodeFields(raw, (name, cell) => {
      document[name] = cell;
    });
    const value = valueAt(document, field);
    const next = value === undefined || value === null ? undefined : retyped(type, value, field);
    const id = fromKeyJson(document['_id'] ?? null);
    if (next !== undefined)
      operations.push({
        updateOne: { filter: { _id: id } as Filter<Document>, update: { $set: { [field]: next } } },
      });
  }
  for (let at = 0; at < operations.length; at += documentsAtOnce)
    await collection.bulkWrite(operations.slice(at, at + documentsAtOnce));
};

const changeDocuments = async (collection: Collection, change: Change, encode: Encode): Promise<void> => {
  switch (change.kind) {
    case 'add_documents':
      await collection.insertMany(change.documents.map((given) => documentOf(given as Values, encode)));
      return;
    case 'update_documents':
      await collection.updateMany(filterOf(change.where, encode), {
        $set: encoded(change.set, encode),
      });
      return;
    case 'delete_documents':
      await collection.deleteMany(filterOf(change.where, encode));
      return;
    default:
      return;
  }
};

const apply = async (collection: Collection, change: Change, encode: Encode): Promise<void> => {
  switch (change.kind) {
    case 'add_field':
      await collection.updateMany({}, { $set: { [change.field]: encode(change.field, change.value) } });
      return;
    case 'rename_field':
      await collection.updateMany(
        { [change.from]: { $exists: true } },
        { $rename: { [change.from]: change.to } },
      );
      return;
    case 'retype_field':
      await retype(collection, change.field, change.type);
      return;
    case 'unset_field':
      await collection.updateMany({}, { $unset: { [change.field]: '' } });
      return;
    case 'rename_collection':
      await collection.rename(change.to);
      return;
    case 'drop_collection':
      await collection.drop();
      return;
    default:
      await changeDocuments(collection, change, encode);
  }
};

const parse = (mutation: Mutation): Change => {
  const parsed = mutations.safeParse({ ...mutation.arguments, kind: mutation.kind });
  if (parsed.success) return parsed.data;
  throw new Fault('invalid_request', `Mutation ${mutation.kind}: ${z.prettifyError(parsed.error)}`);
};

/** New values take the types that the first documents have at their paths. */
const encoderOf = async (collection: Collection): Promise<Encode> => {
  const inference = emptyInference();
  const documents = await collection.find({}, { raw: true }).limit(100).toArray();
  for (const document of documents as unknown as Uint8Array[]) observe(inference, document);
  return encoderFor(fieldsOf(inference));
};

/** @throws Fault `invalid_request` for an unknown kind or arguments that do not fit it */
export const mutate = async (
  connection: Connection,
  settings: Settings,
  mutation: Mutation,
): Promise<void> => {
  const change = parse(mutation);
  const collection = await existingCollection(connection, settings, mutation.object);
  await apply(collection, change, await encoderOf(collection));
};
