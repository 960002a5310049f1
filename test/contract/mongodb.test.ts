/** The contract suite against the MongoDB wire server of this run; each group gets a database of its own. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { MongoClient } from 'mongodb';
import type { Json } from '../../domain/json.ts';
import type { SourceField, SourceObject } from '../../domain/schema/types.ts';
import type { SeedObject } from '../../connectors/contract.ts';
import { fromUrl } from '../../connectors/mongodb/config.ts';
import { connector } from '../../connectors/mongodb/index.ts';
import { mongodbKind, mongodbUrl } from '../support/services.ts';
import { conformsTo } from './conforms-to.ts';
import type { OpenedSource, OpenWith, SourceUnderTest } from './conforms-to.ts';

const field = (name: string, type: SourceField['type'], nativeType?: string): SourceField => ({
  name,
  type,
  nullable: name !== '_id',
  ...(nativeType === undefined ? {} : { nativeType }),
});

const collection = (name: string, fields: readonly SourceField[]): SourceObject => ({
  name,
  kind: 'collection',
  fields,
  key: ['_id'],
  changeFields: [],
  access: 'granted',
});

const day = 24 * 60 * 60 * 1000;

/** Keys of several types: numbers, texts, ObjectIds, booleans, dates and UUIDs all take part in the order of `_id`. */
const idOf = (at: number): Json => {
  if (at === 0) return false;
  if (at === 1) return true;
  if (at === 2) return { $date: '1950-01-01T00:00:00.000Z' };
  if (at === 3) return { $uuid: '0f6b1c52-4d09-4f6c-8f3f-0d6f6f0c9d11' };
  if (at === 4) return { $string: 'ffffffffffffffffffffffff' };
  if (at < 20) return at;
  if (at < 40) return `text ${at}`;
  return at.toString(16).padStart(24, '0');
};

const contacts: SeedObject = {
  object: collection('contacts', [
    field('_id', 'mixed'),
    field('name', 'string'),
    field('score', 'float'),
    field('visits', 'integer'),
    field('address', 'object'),
    field('tags', 'array'),
    field('photo', 'binary'),
    field('updatedAt', 'timestamp'),
    field('address.since', 'timestamp', 'date'),
  ]),
  rows: Array.from({ length: 80 }, (_, at) => [
    idOf(at),
    at % 7 === 0 ? null : `Ñame "${at}" \u202E`,
    at + 0.5,
    at % 3 === 0 ? undefined : at * 1000,
    { city: `Town ${at}`, geo: { lat: at / 7 }, since: '1969-07-20T20:17:40.000Z' },
    ['a', at, { nested: null }],
    Buffer.from(`photo ${at}`).toString('base64'),
    new Date(Date.now() - 3 * day - at * 3 * 60_000).toISOString(),
  ]),
};

const hostile: SeedObject[] = [
  {
    object: collection("a'b --", [
      field('_id', 'integer'),
      field('__proto__', 'string'),
      field('constructor', 'string'),
      field("a'b`c", 'string'),
    ]),
    rows: [
      [1, 'x', 'y', "'; drop"],
      [2, '$where', '{"$gt":""}', '\u0000'],
    ],
  },
];

const deafPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const opening = (url: string, database: string, host?: string): OpenWith => {
  const { config, credentials } = fromUrl(url, { database, testSource: true });
  const { tlsCa: _tlsCa, user, authSource, ...known } = config;
  const hosts = host === undefined ? known.hosts : [host];
  const signIn = {
    ...(user === undefined ? {} : { user }),
    ...(authSource === undefined ? {} : { authSource }),
  };
  return {
    config: { ...known, ...signIn, hosts },
    credentials,
    tenantFolder: '/nonexistent',
    egressAllow: hosts,
    saveCredentials: () => Promise.resolve(),
  };
};

const touch = async (source: OpenedSource, key: readonly Json[]): Promise<void> => {
  const set = { updatedAt: new Date().toISOString() };
  const change = { set, where: { _id: key[0] ?? null } };
  await source.mutate?.({ kind: 'update_documents', object: 'contacts', arguments: change });
};

const mutation = (kind: string, given: Record<string, Json>) => ({
  kind,
  object: 'contacts',
  arguments: given,
});

const makeSource = async (): Promise<SourceUnderTest> => {
  const url = mongodbUrl();
  const database = `source_${randomBytes(6).toString('hex')}`;
  const password = `wrong-${randomBytes(6).toString('hex')}`;
  const open = opening(url, database);
  return {
    module: connector,
    open,
    seed: [contacts],
    object: 'contacts',
    key: ['_id'],
    incremental: { changeField: 'updatedAt', touch, reportsDeletions: false },
    write: {
      create: {
        _id: 'new one',
        name: 'Neu',
        address: { city: 'Köln' },
        updatedAt: '1969-12-31T23:59:59.999Z',
      },
      change: { name: "O'Brien $set", tags: ['x', null, { list: '' }] },
      missing: ['507f1f77bcf86cd799439011'],
    },
    drifts: [
      {
        title: 'add',
        mutation: mutation('add_field', { field: 'region', value: 'north' }),
        before: null,
        after: 'region',
      },
      {
        title: 'rename',
        mutation: mutation('rename_field', { from: 'name', to: 'fullName' }),
        before: 'name',
        after: 'fullName',
      },
      {
        title: 'retype',
        mutation: mutation('retype_field', { field: 'score', type: 'string' }),
        before: 'score',
        after: 'score',
      },
      { title: 'drop', mutation: mutation('unset_field', { field: 'photo' }), before: 'photo', after: null },
    ],
    hostile,
    wrongCredential: {
      open: { ...open, config: { ...open.config, user: 'nobody' }, credentials: { password } },
      step: 'authentication',
    },
    unreachable: opening(url, database, `127.0.0.1:${await deafPort()}`),
    secrets: [password],
    close: async () => {
      const client = new MongoClient(url);
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
};

beforeAll(() => {
  if (mongodbKind() === 'ferretdb')
    console.warn('FerretDB takes no NaN, Decimal128 or nested lists: BSON is tested from bytes in test/unit');
});

conformsTo('mongodb', makeSource);
