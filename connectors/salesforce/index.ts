import { Fault } from '../../domain/faults.ts';
import type { Connector, ConnectorModule, OpenOptions, TestSource } from '../contract.ts';
import { checkConnection } from './check.ts';
import { configSchema, credentialsSchema } from './config.ts';
import { Objects } from './objects.ts';
import { readKeyRows, readRows } from './read.ts';
import { Records } from './records.ts';
import { Session } from './session.ts';
import { SalesforceTestSource } from './test-source.ts';

const newSession = (options: OpenOptions): Session => {
  const config = configSchema.safeParse(options.config);
  const credentials = credentialsSchema.safeParse(options.credentials);
  if (!config.success || !credentials.success) {
    const issues = [...(config.error?.issues ?? []), ...(credentials.error?.issues ?? [])];
    const errors = issues.map(({ path, code, message }) => ({
      pointer: `/${path.join('/')}`,
      code,
      message,
    }));
    const places = errors.map(({ pointer }) => pointer).join(', ');
    throw new Fault(
      'source_config_invalid',
      `The Salesforce connection is not configured right at ${places}.`,
      { errors },
    );
  }
  const { egressAllow, logger, saveCredentials } = options;
  return new Session({
    config: config.data,
    credentials: credentials.data,
    egressAllow,
    logger,
    saveCredentials,
  });
};

const open = (options: OpenOptions): Connector & TestSource => {
  const session = newSession(options);
  const objects = new Objects(session);
  const records = new Records(session, objects);
  const testSource = new SalesforceTestSource(session, objects, records);
  return {
    check: () => checkConnection(session, objects, options.egressAllow),
    discover: () => objects.discover(),
    read: (request) => readRows(session, objects, request),
    readKeys: (request) => readKeyRows(session, objects, request),
    count: (object) => records.count(object),
    sample: (object, limit) => records.sample(object, limit),
    create: (object, values) => records.create(object, values),
    fetch: (object, key) => records.fetch(object, key),
    update: (object, key, values) => records.update(object, key, values),
    delete: (object, key) => records.delete(object, key),
    close: () => session.close(),
    seed: (seeds) => testSource.seed(seeds),
    mutate: (mutation) => testSource.mutate(mutation),
  };
};

export const connector: ConnectorModule = {
  system: 'salesforce',
  keysAreUnique: true,
  // Signing in waits for the first request, so that a check can report on it.
  open: (options) =>
    new Promise((opened) => {
      opened(open(options));
    }),
};
