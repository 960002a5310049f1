/** MongoDB as a source. */
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { Connector, ConnectorModule, OpenOptions, RowBatch, TestSource } from '../contract.ts';
import { check } from './check.ts';
import type { Settings } from './client.ts';
import { configSchema, credentialsSchema } from './config.ts';
import { discover } from './discover.ts';
import { mutate } from './mutate.ts';
import { readDocuments } from './read.ts';
import { seedObject } from './seed.ts';
import { Session } from './session.ts';
import { countDocuments, createDocument, deleteDocument, fetchDocument, updateDocument } from './write.ts';

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

/** The first documents in the order of `_id`, as a read would bring them. */
const sample = async (session: Session, object: SourceObject, limit: number): Promise<RowBatch> => {
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
  for await (const batch of readDocuments(session, { ...request, ...limits }, 'rows')) return batch;
  return { columns: [], rows: [], cursor: null };
};

const connectorOf = (settings: Settings, session: Session): Connector => ({
  check: () => check(settings),
  discover: () => session.run('', (connection) => discover(connection, settings)),
  read: (request) => readDocuments(session, request, 'rows'),
  readKeys: (request) => readDocuments(session, request, 'keys'),
  count: (object) => session.run(object.name, (connection) => countDocuments(connection, settings, object)),
  sample: (object, limit) => sample(session, object, limit),
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

/** Opening touches nothing; the first use connects. `seed` and `mutate` are there only where `testSource` is set. */
export const connector: ConnectorModule = {
  system: 'mongodb',
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
