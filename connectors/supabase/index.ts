/** PostgreSQL as a source. */
import type { Connector, TestSource } from '../contract.ts';
import { databaseModule } from '../database-module.ts';
import { firstBatch } from '../first-batch.ts';
import { check } from './check.ts';
import type { Settings } from './client.ts';
import { configSchema, credentialsSchema } from './config.ts';
import { discover } from './discover.ts';
import { mutate } from './mutate.ts';
import { readRows } from './read.ts';
import { seedObject } from './seed.ts';
import { Session } from './session.ts';
import { countRecords, createRecord, deleteRecord, fetchRecord, updateRecord } from './write.ts';

const connectorOf = (settings: Settings, session: Session): Connector => ({
  check: () => check(settings),
  discover: () => session.run('', (client) => discover(client, settings)),
  read: (request) => readRows(settings, request, 'rows'),
  readKeys: (request) => readRows(settings, request, 'keys'),
  count: (object) => session.run(object.name, (client) => countRecords(client, settings, object)),
  sample: (object, limit) => firstBatch((request) => readRows(settings, request, 'rows'), object, limit),
  create: (object, values) =>
    session.run(object.name, (client) => createRecord(client, settings, object, values)),
  fetch: (object, key) => session.run(object.name, (client) => fetchRecord(client, settings, object, key)),
  update: (object, key, values) =>
    session.run(object.name, (client) => updateRecord(client, settings, object, { key, values })),
  delete: (object, key) => session.run(object.name, (client) => deleteRecord(client, settings, object, key)),
  close: () => session.close(),
});

const testSourceOf = (settings: Settings, session: Session): TestSource => ({
  seed: async (objects) => {
    for (const object of objects)
      await session.run(object.object.name, (client) => seedObject(client, settings, object));
  },
  mutate: (mutation) => session.run(mutation.object, (client) => mutate(client, settings, mutation)),
});

export const connector = databaseModule({
  system: 'supabase',
  schemas: { config: configSchema, credentials: credentialsSchema },
  openSession: (settings) => new Session(settings),
  connector: connectorOf,
  testSource: testSourceOf,
});
