/** PostgreSQL as a source. */
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { Connector, ConnectorModule, OpenOptions, RowBatch, TestSource } from '../contract.ts';
import { check } from './check.ts';
import type { Settings } from './client.ts';
import { configSchema, credentialsSchema } from './config.ts';
import { discover } from './discover.ts';
import { mutate } from './mutate.ts';
import { readRows } from './read.ts';
import { seedObject } from './seed.ts';
import { Session } from './session.ts';
import { countRecords, createRecord, deleteRecord, fetchRecord, updateRecord } from './write.ts';

const settingsOf = (options: OpenOptions): Settings => {
  const config = configSchema.safeParse(options.config);
  if (!config.success) throw new Fault('source_config_invalid', z.prettifyError(config.error));
  const credentials = credentialsSchema.safeParse(options.credentials);
  if (!credentials.success) throw new Fault('source_config_invalid', z.prettifyError(credentials.error));
  return {
    config: config.data,
    credentials: credentials.data,
    egressAllow: options.egressAllow,
    logger: options.logger,
  };
};

/** The first rows in key order, as a read would bring them. */
const sample = async (settings: Settings, object: SourceObject, limit: number): Promise<RowBatch> => {
  const { signal } = new AbortController();
  const limits = { batchRows: Math.max(1, limit), batchBytes: 4_000_000, signal };
  const request = {
    object,
    key: object.key,
    mode: 'full',
    changeField: null,
    since: null,
    resume: null,
  } as const;
  for await (const batch of readRows(settings, { ...request, ...limits }, 'rows')) return batch;
  return { columns: object.fields.map(({ name }) => name), rows: [], cursor: null };
};

const connectorOf = (settings: Settings, session: Session): Connector => ({
  check: () => check(settings),
  discover: () => session.run('', (client) => discover(client, settings)),
  read: (request) => readRows(settings, request, 'rows'),
  readKeys: (request) => readRows(settings, request, 'keys'),
  count: (object) => session.run(object.name, (client) => countRecords(client, settings, object)),
  sample: (object, limit) => sample(settings, object, limit),
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

/** Opening touches nothing; the first use connects. `seed` and `mutate` are there only where `testSource` is set. */
export const connector: ConnectorModule = {
  system: 'supabase',
  keysAreUnique: true,
  open: (options) =>
    Promise.resolve(options)
      .then(settingsOf)
      .then((settings) => {
        const session = new Session(settings);
        const opened = connectorOf(settings, session);
        return settings.config.testSource ? { ...opened, ...testSourceOf(settings, session) } : opened;
      }),
};
