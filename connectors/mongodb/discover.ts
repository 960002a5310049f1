/** Collections and views with fields inferred from a sample that is the same as long as the data is. */
import { ObjectId } from 'mongodb';
import type { Collection, CollectionInfo, Document, Filter } from 'mongodb';
import { isFault } from '../../domain/faults.ts';
import type { SourceField, SourceObject, SourceSchema } from '../../domain/schema/types.ts';
import { UnreadableDocument } from './bson-scalars.ts';
import type { Connection, Settings } from './client.ts';
import { toFault } from './faults.ts';
import { emptyInference, fieldsOf, observe } from './infer.ts';
import type { Inference } from './infer.ts';

type Info = Pick<CollectionInfo, 'name' | 'type'>;

/** The sample is cut into this many pieces: the first and the last documents, and pieces from between. */
const pieces = 8;

const changeName =
  /(?:^|[._])(?:(?:last_?)?(?:updated|modified|changed)(?:_?(?:at|on|time|date))?|(?:update|modification)_?(?:time|date))$/i;
const camelChange = /(?:updated|modified|changed)(?:At|On|Time|Date)?$|^_?(?:updated|modified)/i;

const changeFieldsOf = (fields: readonly SourceField[]): string[] =>
  fields
    .filter(({ name, type }) => type === 'timestamp' && !name.includes('[]'))
    .filter(({ name }) => changeName.test(name) || camelChange.test(name))
    .sort((a, b) => (b.presence ?? 0) - (a.presence ?? 0))
    .map(({ name }) => name);

interface Piece {
  readonly filter: Filter<Document>;
  readonly direction: 1 | -1;
}

const idsAt = async (collection: Collection, direction: 1 | -1): Promise<unknown> => {
  const [document] = await collection
    .find({}, { projection: { _id: 1 } })
    .sort({ _id: direction })
    .limit(1)
    .toArray();
  return document?._id;
};

const hexPoint = (low: ObjectId, high: ObjectId, share: number): ObjectId => {
  const [from, to] = [BigInt(`0x${low.toHexString()}`), BigInt(`0x${high.toHexString()}`)];
  const point = from + ((to - from) * BigInt(Math.round(share * 1024))) / 1024n;
  return ObjectId.createFromHexString(point.toString(16).padStart(24, '0'));
};

/** Points between the lowest and the highest `_id`, where these can be interpolated (ObjectIds and numbers). */
const pointsBetween = (low: unknown, high: unknown): unknown[] => {
  const shares = Array.from({ length: pieces - 2 }, (_, at) => (at + 1) / (pieces - 1));
  if (low instanceof ObjectId && high instanceof ObjectId)
    return shares.map((share) => hexPoint(low, high, share));
  if (typeof low === 'number' && typeof high === 'number')
    return shares.map((share) => low + (high - low) * share);
  return [];
};

const piecesOf = async (collection: Collection): Promise<Piece[]> => {
  const [low, high] = [await idsAt(collection, 1), await idsAt(collection, -1)];
  const between = pointsBetween(low, high).map((point): Piece => ({
    filter: { _id: { $gte: point } } as Filter<Document>,
    direction: 1,
  }));
  return [{ filter: {}, direction: 1 }, { filter: {}, direction: -1 }, ...between];
};

/** Documents that cannot be decoded tell nothing about fields; reading sets them apart. */
const look = (inference: Inference, document: Uint8Array): void => {
  try {
    observe(inference, document);
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
  }
};

const sampleOf = async (collection: Collection, settings: Settings): Promise<Inference> => {
  const { sampleSize, timeoutSeconds } = settings.config;
  const options = { raw: true, maxTimeMS: timeoutSeconds * 1000 };
  const inference = emptyInference();
  const cuts = await piecesOf(collection);
  const rest = Math.ceil(sampleSize / cuts.length);
  for (const { filter, direction } of cuts) {
    const cursor = collection.find(filter, options).sort({ _id: direction }).limit(rest);
    for await (const document of cursor) look(inference, document as unknown as Uint8Array);
  }
  return inference;
};

const smallSampleOf = async (collection: Collection, settings: Settings): Promise<Inference> => {
  const { sampleSize, timeoutSeconds } = settings.config;
  const inference = emptyInference();
  const cursor = collection.find({}, { raw: true, maxTimeMS: timeoutSeconds * 1000 }).limit(sampleSize);
  for await (const document of cursor) look(inference, document as unknown as Uint8Array);
  return inference;
};

interface Found {
  readonly object: SourceObject;
  readonly guesses: readonly string[];
}

const guessesOf = (name: string, { dotted, leftOut }: Inference): string[] => [
  ...[...dotted]
    .sort()
    .map((field) => `${name}: the name ${JSON.stringify(field)} holds a dot and looks like a path`),
  ...(leftOut.size === 0
    ? []
    : [`${name}: too many different field names, ${leftOut.size} or more are left out`]),
];

const lost = (name: string, kind: SourceObject['kind']): Found => ({
  object: { name, kind, fields: [], key: [], changeFields: [], access: 'lost' },
  guesses: [],
});

/** Small collections are looked at whole, so that no piece counts a document twice. */
const inspect = async (connection: Connection, settings: Settings, { name, type }: Info): Promise<Found> => {
  const collection = connection.client.db(settings.config.database).collection(name);
  const kind = type === 'view' ? 'view' : 'collection';
  try {
    const estimate = kind === 'view' ? null : await collection.estimatedDocumentCount();
    const whole = estimate === null || estimate <= settings.config.sampleSize;
    const inference = await (whole ? smallSampleOf : sampleOf)(collection, settings);
    const fields = fieldsOf(inference);
    const id = fields.find((field) => field.name === '_id');
    const hasKey = kind === 'collection' || (id !== undefined && !id.nullable);
    return {
      object: {
        name,
        kind,
        fields,
        key: hasKey ? ['_id'] : [],
        changeFields: changeFieldsOf(fields),
        ...(estimate === null ? {} : { rowEstimate: estimate }),
        access: 'granted',
      },
      guesses: guessesOf(name, inference),
    };
  } catch (error) {
    if (toFault(error, name).code === 'source_permission_denied') return lost(name, kind);
    throw error;
  }
};

/** All names where the user may list them, else those that the user may read. */
const listObjects = async ({ client }: Connection, { config }: Settings): Promise<Info[]> => {
  const database = client.db(config.database);
  try {
    return await database.listCollections().toArray();
  } catch (error) {
    if (toFault(error, config.database).code !== 'source_permission_denied') throw error;
    const options = { nameOnly: true, authorizedCollections: true };
    return await database.listCollections({}, options).toArray();
  }
};

const byName = (a: Info, b: Info): number => (a.name < b.name ? -1 : 1);

/** @throws Fault of the catalogue */
export const discover = async (connection: Connection, settings: Settings): Promise<SourceSchema> => {
  const infos = (await listObjects(connection, settings)).filter(({ name }) => !name.startsWith('system.'));
  const objects: SourceObject[] = [];
  const guesses: string[] = [];
  for (const info of infos.sort(byName)) {
    try {
      const found = await inspect(connection, settings, info);
      objects.push(found.object);
      guesses.push(...found.guesses);
    } catch (error) {
      // Dropped between the list and the look: it is simply not there any more.
      if (!isFault(error) && toFault(error, info.name).code === 'source_object_missing') continue;
      throw error;
    }
  }
  return { objects, ...(guesses.length === 0 ? {} : { guesses }) };
};
