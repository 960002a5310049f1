/** The contract suite against a real PostgreSQL; each group gets a database of its own. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import type { Json } from '../../domain/json.ts';
import type { SourceField, SourceObject } from '../../domain/schema/types.ts';
import type { SeedObject } from '../../connectors/contract.ts';
import { fromUrl } from '../../connectors/supabase/config.ts';
import { connector } from '../../connectors/supabase/index.ts';
import { databaseUrl } from '../support/services.ts';
import { conformsTo } from './conforms-to.ts';
import type { OpenedSource, OpenWith, SourceUnderTest } from './conforms-to.ts';

const field = (name: string, type: SourceField['type'], more: Partial<SourceField> = {}): SourceField => ({
  name,
  type,
  nullable: true,
  ...more,
});

const table = (name: string, fields: readonly SourceField[], key: readonly string[]): SourceObject => ({
  name,
  kind: 'table',
  fields,
  key,
  changeFields: [],
  access: 'granted',
});

const day = 24 * 60 * 60 * 1000;

const accounts: SeedObject = {
  object: table(
    'accounts',
    [
      field('id', 'integer', { nullable: false }),
      field('name', 'string'),
      field('revenue', 'decimal', { precision: 18, scale: 2 }),
      field('is_customer', 'boolean'),
      field('attributes', 'json'),
      field('tags', 'array', { nativeType: 'text[]' }),
      field('logo', 'binary'),
      field('updated_at', 'timestamp', { zoned: true, nullable: false }),
    ],
    ['id'],
  ),
  rows: Array.from({ length: 80 }, (_, at) => [
    String(at + 1),
    at % 7 === 0 ? null : `Firma "${at}"\tÄ\\N \u202E`,
    `${at * 1000003}.10`,
    at % 2 === 0,
    { at, deep: { list: [1, 'two', null] }, text: '__proto__' },
    ['a', null, `q"${at}\\,{}`],
    Buffer.from(`logo ${at}`).toString('base64'),
    new Date(Date.now() - 3 * day - at * 60_000 * 3).toISOString(),
  ]),
};

const hostile: SeedObject[] = [
  {
    object: table(
      'x"; DROP TABLE accounts; --',
      [
        field('a\'b"c;--', 'integer', { nullable: false }),
        field('select', 'string'),
        field('__proto__', 'string'),
        field('constructor', 'string'),
        field('  ', 'string'),
        field('ñ\u202Eé', 'string'),
        field('$1', 'string'),
      ],
      ['a\'b"c;--'],
    ),
    rows: [
      ['1', 'x', 'y', 'z', "'; drop table accounts; --", '\\', '$1'],
      ['2', null, null, '', 'b', 'c', 'd'],
    ],
  },
  { object: table('Order', [field('User', 'string', { nullable: false })], []), rows: [['a'], ['a'], ['b']] },
];

const adminQuery = async (url: string, text: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
};

/** A port that was free a moment ago, so that nothing listens on it. */
const deafPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const opening = (url: string, port?: number): OpenWith => {
  const { config, credentials } = fromUrl(url, { testSource: true });
  const { sslCa: _none, ...known } = config;
  const there = { ...known, port: port ?? config.port };
  return {
    config: there,
    credentials,
    tenantFolder: '/nonexistent',
    egressAllow: [`${there.host}:${there.port}`],
    saveCredentials: () => Promise.resolve(),
  };
};

const touch = async (source: OpenedSource, key: readonly Json[]): Promise<void> => {
  const set = { updated_at: new Date().toISOString() };
  await source.mutate?.({
    kind: 'update_rows',
    object: 'accounts',
    arguments: { set, where: { id: key[0] ?? null } },
  });
};

const mutation = (kind: string, args: Record<string, Json>) => ({
  kind,
  object: 'accounts',
  arguments: args,
});

const makeSource = async (): Promise<SourceUnderTest> => {
  const admin = databaseUrl();
  const name = `source_${randomBytes(6).toString('hex')}`;
  const password = `wrong-${randomBytes(6).toString('hex')}`;
  await adminQuery(admin, `create database ${name}; `);
  const role = `reader_${name}`;
  await adminQuery(admin, `create role ${role} login superuser password 'right-${name}'`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  url.username = role;
  url.password = `right-${name}`;
  const open = opening(url.href);
  return {
    module: connector,
    open,
    seed: [accounts],
    object: 'accounts',
    key: ['id'],
    incremental: { changeField: 'updated_at', touch, reportsDeletions: false },
    write: {
      create: {
        id: '9007199254740993',
        name: 'Neu',
        revenue: '12345678901234.50',
        is_customer: true,
        updated_at: '2026-01-01T00:00:00Z',
      },
      change: { name: 'O\'Brien \\ "x"', attributes: { nested: { deep: [1, 2] } }, tags: ['x', null] },
      missing: ['424242'],
    },
    drifts: [
      {
        title: 'add',
        mutation: mutation('add_column', { column: 'region', type: 'text' }),
        before: null,
        after: 'region',
      },
      {
        title: 'rename',
        mutation: mutation('rename_column', { from: 'name', to: 'company' }),
        before: 'name',
        after: 'company',
      },
      {
        title: 'retype',
        mutation: mutation('retype_column', { column: 'revenue', type: 'text' }),
        before: 'revenue',
        after: 'revenue',
      },
      { title: 'drop', mutation: mutation('drop_column', { column: 'logo' }), before: 'logo', after: null },
    ],
    hostile,
    wrongCredential: { open: { ...open, credentials: { password } }, step: 'authentication' },
    unreachable: opening(url.href, await deafPort()),
    secrets: [password, `right-${name}`],
    close: async () => {
      await adminQuery(admin, `drop database if exists ${name} with (force)`);
      await adminQuery(admin, `drop role if exists ${role}`);
    },
  };
};

conformsTo('supabase', makeSource);
