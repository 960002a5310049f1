import { MongoClient } from 'mongodb';
import type { Collection } from 'mongodb';
import { mongodbSettings } from '../source-address.ts';
import type { Lane } from './lane.ts';
import { expectedOf, plainNames, stampedMapping } from './stamped-row.ts';

const object = 'firms';
const documentsAtOnce = 1_000;

interface Firm {
  readonly _id: number;
  readonly about?: string;
}

/** Puts documents anew instead of `$rename`, which takes FerretDB 17 ms for each. Nobody reads them meanwhile. */
const renameIn = async (firms: Collection<Firm>, ids: number[]): Promise<void> => {
  const documents = await firms.find({ _id: { $in: ids } }).toArray();
  await firms.deleteMany({ _id: { $in: ids } });
  await firms.insertMany(documents.map(({ about, ...rest }) => ({ ...rest, about_text: about })));
};

/** A collection whose field is renamed under its writer; the repair waits for a person. */
export const mongodbLane = async (url: string, run: string, formerRuns: readonly string[]): Promise<Lane> => {
  const database = `autonomos_drift_${run}`;
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 15_000, socketTimeoutMS: 120_000 });
  await client.connect();
  for (const former of formerRuns) await client.db(`autonomos_drift_${former}`).dropDatabase();
  const firms = client.db(database).collection<Firm>(object);
  let about = 'about';
  return {
    connection: {
      slug: `drift-mongodb-${run}`,
      name: 'Drift: MongoDB',
      system: 'mongodb',
      ...mongodbSettings(url, database),
    },
    object,
    mapping: stampedMapping('mongodb', object, { ...plainNames, id: '_id' }),
    policy: 'ask',
    ending: 'approved',
    change: 'field about renamed to about_text',
    mutations: [],
    changesInSteps: true,
    drift: async () => {
      about = 'about_text';
      const ids = (await firms.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
      for (let at = 0; at < ids.length; at += documentsAtOnce)
        await renameIn(firms, ids.slice(at, at + documentsAtOnce));
    },
    putBack: () => Promise.resolve(),
    write: async (rows) => {
      await firms.insertMany(rows.map(({ id, about: text, ...row }) => ({ _id: id, ...row, [about]: text })));
      return rows.map(expectedOf);
    },
    dropped: [],
    close: () => client.close(),
  };
};
