/** The filesource connector: files in the tenant's own folder, read in full. */
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { Connector, ConnectorModule, OpenOptions, RowBatch, TestSource } from '../contract.ts';
import { check } from './check.ts';
import { configSchema } from './config.ts';
import type { Config } from './config.ts';
import { describeFile, discover } from './discover.ts';
import { Folder } from './folder/folder.ts';
import { placeOf } from './object-name.ts';
import { read, readKeys } from './read.ts';
import { SchemaCache } from './schema-cache.ts';
import { mutate } from './write/mutate.ts';
import { RecordWrites } from './write/record-writes.ts';
import { seed } from './write/seed.ts';

export const connector: ConnectorModule = { system: 'filesource', keysAreUnique: false, open };

/** @throws Fault `source_config_invalid` */
function open(options: OpenOptions): Promise<Connector & Partial<TestSource>> {
  const parsed = configSchema.safeParse(options.config);
  if (!parsed.success) throw new Fault('source_config_invalid', z.prettifyError(parsed.error));
  return Promise.resolve(openConnector(options, parsed.data));
}

function openConnector(
  { tenantFolder, notes }: OpenOptions,
  config: Config,
): Connector & Partial<TestSource> {
  const cache = new SchemaCache(tenantFolder, config, notes);
  const writes = async () => new RecordWrites(await folder(), config);
  const folder = () => Folder.open(tenantFolder, config);
  return {
    check: () => check(tenantFolder, config),
    discover: async () => discover(await folder(), config, cache),
    read: async function* (request) {
      yield* read(await folder(), config, request);
    },
    readKeys: async function* (request) {
      yield* readKeys(read(await folder(), config, request), request.key);
    },
    count: async ({ name }) => {
      const { objects } = await describeFile(await folder(), config, cache, placeOf(name).file);
      return objects.find((object) => object.name === name)?.rowEstimate ?? null;
    },
    sample: async (object, limit) => sample(await folder(), config, object, limit),
    create: async (object, values) => (await writes()).create(object, values),
    fetch: async (object, key) => (await writes()).fetch(object, key),
    update: async (object, key, values) => (await writes()).update(object, key, values),
    delete: async (object, key) => (await writes()).delete(object, key),
    close: () => Promise.resolve(),
    ...(config.testSource ? testSource(tenantFolder, config) : {}),
  };
}

const testSource = (tenantFolder: string, config: Config): TestSource => ({
  seed: (objects) => seed(tenantFolder, config, objects),
  mutate: async (mutation) => mutate(await Folder.open(tenantFolder, config), config, mutation),
});

async function sample(
  folder: Folder,
  config: Config,
  object: SourceObject,
  limit: number,
): Promise<RowBatch> {
  const { signal } = new AbortController();
  const request = { object, resume: null, batchRows: limit, batchBytes: 4 << 20, signal };
  for await (const batch of read(folder, config, request)) return batch;
  return { columns: object.fields.map(({ name }) => name), rows: [], cursor: null };
}
