/** MongoDB as a source. */
import type { Connector, TestSource } from '../contract.ts';
import { databaseModule } from '../database-module.ts';
import { firstBatch } from '../first-batch.ts';
import { check } from './check.ts';
import type { Settings } from './client.ts';
import { configSchema, credentialsSchema } from './config.ts';
import { discover } from './discover.ts';
import { mutate } from './mutate.ts';
import { readDocuments } from './read.ts';
import { seedObject } from './seed.ts';
import { Session } from './session.ts';
import { countDocuments, createDocument, deleteDocument, fetchDocument, updateDocument } from './write.ts';

const connectorOf = (settings: Settings, session: Session): Connector => ({
  check: () => check(settings),
  discover: () => session.run('', (connection) => discover(connection, settings)),
  read: (request) => readDocuments(session, request, 'rows'),
  readKeys: (request) => readDocuments(session, request, 'keys'),
  count: (object) => session.run(object.name, (connection) => countDocuments(connection, settings, object)),
  sample: (object, limit) => firstBatch((request) => readDocuments(session, request, 'rows'), object, limit),
  create: (object, values) =>
    session.run(object.name, (connection) => createDocument(connection, settings, object, values)),
  fetch: (object, key) =>
    session.run(object.name, (connection) => fetchDocument(connection, settings, object, key)),
  update: (object, key, values) =>
    session.run(object.name, (connection) => updateDocument(connection, settings, object, { key, values })),
  delete: (object, key) =>
    session.run(object.name, (connection) => deleteDocument(connection, settings, object, key)),
  close: () => session.close(),
});

const testSourceOf = (settings: Settings, session: Session): TestSource => ({
  seed: async (objects) => {
    for (const object of objects)
      await session.run(object.object.name, (connection) => seedObject(connection, settings, object));
  },
  mutate: (mutation) => session.run(mutation.object, (connection) => mutate(connection, settings, mutation)),
});

export const connector = databaseModule({
  system: 'mongodb',
  schemas: { config: configSchema, credentials: credentialsSchema },
  openSession: (settings) => new Session(settings),
  connector: connectorOf,
  testSource: testSourceOf,
});
