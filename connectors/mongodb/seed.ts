/** Fills a test database: collections that are missing are made, documents are put in or replaced by key. */
import type { AnyBulkWriteOperation } from 'mongodb';
import { Fault } from '../../domain/faults.ts';
import type { Cell, Json } from '../../domain/json.ts';
import type { SourceField } from '../../domain/schema/types.ts';
import type { SeedObject } from '../contract.ts';
import type { Connection, Settings } from './client.ts';
import { encoderFor } from './encode-bson.ts';
import type { Encode } from './encode-bson.ts';

const documentsAtOnce = 500;

/** Cells belong to the top-level fields; nested paths among the fields only say types. */
const isTopLevel = ({ name }: SourceField): boolean => !/[.]|\[\]/.test(name);

const documentOf = (
  columns: readonly string[],
  cells: readonly Cell[],
  encode: Encode,
): Record<string, unknown> => {
  const document = Object.create(null) as Record<string, unknown>;
  columns.forEach((name, at) => {
    const cell: Json | undefined = cells[at];
    if (cell !== undefined) document[name] = encode(name, cell);
  });
  return document;
};

const replacementOf = (document: Record<string, unknown>, key: readonly string[]): AnyBulkWriteOperation => {
  const filter: Record<string, unknown> = {};
  for (const name of key) {
    if (document[name] === undefined) throw new Fault('invalid_request', `A seeded document has no ${name}`);
    filter[name] = { $eq: document[name] };
  }
  return { replaceOne: { filter: filter, replacement: document, upsert: true } };
};

/** Documents without a key are put in only while the collection is empty. */
export const seedObject = async (
  { client }: Connection,
  { config }: Settings,
  { object, rows }: SeedObject,
): Promise<void> => {
  const database = client.db(config.database);
  const [found] = await database.listCollections({ name: object.name }, { nameOnly: true }).toArray();
  if (found === undefined) await database.createCollection(object.name);
  const collection = database.collection(object.name);
  const columns = object.fields.filter(isTopLevel).map(({ name }) => name);
  const encode = encoderFor(object.fields);
  const key = columns.includes('_id') ? ['_id'] : object.key;
  if (key.length === 0 && (await collection.countDocuments({}, { limit: 1 })) > 0) return;
  for (let at = 0; at < rows.length; at += documentsAtOnce) {
    const documents = rows.slice(at, at + documentsAtOnce).map((cells) => documentOf(columns, cells, encode));
    const operations = documents.map((document) =>
      key.length === 0 ? { insertOne: { document } } : replacementOf(document, key),
    );
    await collection.bulkWrite(operations);
  }
};
