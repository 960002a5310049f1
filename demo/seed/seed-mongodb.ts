import { BSON, MongoBulkWriteError, MongoClient, MongoNetworkError } from 'mongodb';
import type { AnyBulkWriteOperation, Collection, Document } from 'mongodb';
import type { Json } from '../../domain/json.ts';
import { canonicalJson } from '../../domain/mapping/canonical-json.ts';

/** Collections of documents in Extended JSON, by name. */
export type Collections = Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;

export interface SeededMongodb {
  readonly written: number;
  /** Documents that the server does not take, each with its reason. */
  readonly refused: readonly string[];
}

/** Exact types, whatever the order of fields: a field that was renamed there and back stands last. */
const spelled = (document: Document): string =>
  canonicalJson(BSON.EJSON.serialize(document, { relaxed: false }));

const operationFor = (known: ReadonlyMap<string, string>, document: Document): AnyBulkWriteOperation[] => {
  const before = known.get(spelled({ _id: document['_id'] as unknown }));
  if (before === spelled(document)) return [];
  if (before === undefined) return [{ insertOne: { document } }];
  return [{ replaceOne: { filter: { _id: document['_id'] as never }, replacement: document } }];
};

const seedCollection = async (
  collection: Collection,
  documents: readonly Document[],
): Promise<SeededMongodb> => {
  const known = new Map<string, string>();
  for await (const document of collection.find({}, { promoteValues: false, promoteLongs: false }))
    known.set(spelled({ _id: document._id }), spelled(document));
  const operations = documents.flatMap((document) => operationFor(known, document));
  if (operations.length === 0) return { written: 0, refused: [] };
  try {
    await collection.bulkWrite(operations, { ordered: false });
    return { written: operations.length, refused: [] };
  } catch (error) {
    // A server that does not answer would not answer each of them either.
    if (error instanceof MongoNetworkError) throw error;
    return await oneByOne(collection, operations);
  }
};

/** A document that the server does not take fails its whole batch, so each is tried alone. */
const oneByOne = async (
  collection: Collection,
  operations: readonly AnyBulkWriteOperation[],
): Promise<SeededMongodb> => {
  const refused: string[] = [];
  for (const operation of operations) {
    try {
      await collection.bulkWrite([operation]);
    } catch (error) {
      if (error instanceof MongoNetworkError) throw error;
      const duplicate = error instanceof MongoBulkWriteError && error.code === 11_000;
      if (!duplicate) refused.push(`${collection.collectionName}: ${reasonOf(error)}`);
    }
  }
  return { written: operations.length - refused.length, refused };
};

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.slice(0, 200) : String(error);

const decodedOf = (document: Readonly<Record<string, Json>>): Document =>
  BSON.EJSON.deserialize(document, { relaxed: false }) as Document;

/** Brings collections to what they should be; documents that agree already stay untouched. */
export const seedMongodb = async (
  url: string,
  database: string,
  collections: Collections,
): Promise<SeededMongodb> => {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 15_000, socketTimeoutMS: 120_000 });
  try {
    let written = 0;
    const refused: string[] = [];
    for (const [name, documents] of Object.entries(collections)) {
      const decoded = documents.map(decodedOf);
      const seeded = await seedCollection(client.db(database).collection(name), decoded);
      written += seeded.written;
      refused.push(...seeded.refused);
    }
    return { written, refused };
  } finally {
    await client.close();
  }
};
