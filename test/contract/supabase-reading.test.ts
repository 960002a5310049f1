/** What the common suite cannot ask: PostgreSQL's own shapes, and a source that changes while it is read. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { Client } from 'pg';
import { isFault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { Connector, ReadRequest, RowBatch } from '../../connectors/contract.ts';
import { fromUrl } from '../../connectors/supabase/config.ts';
import { connector as module } from '../../connectors/supabase/index.ts';
import { databaseUrl, databaseUrlFor } from '../support/services.ts';
import { recordingLogger } from './recording-logger.ts';
import { collect, faultCode, objectNamed, rowsOf } from './source-under-test.ts';

const database = `shapes_${randomBytes(6).toString('hex')}`;

const sql = async (url: string, ...statements: string[]): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

const run = (...statements: string[]): Promise<void> => sql(databaseUrlFor(database), ...statements);

const open = (change: Record<string, Json> = {}): Promise<Connector> => {
  const { config, credentials } = fromUrl(databaseUrlFor(database));
  const { sslCa: _none, ...known } = config;
  const merged = { ...known, ...change };
  return module.open({
    config: merged,
    credentials,
    tenantFolder: '/nonexistent',
    egressAllow: [`${merged.host}:${String(merged.port)}`],
    logger: recordingLogger().logger,
    saveCredentials: () => Promise.resolve(),
  });
};

let source: Connector;

const find = async (name: string): Promise<SourceObject> =>
  objectNamed((await source.discover()).objects, name);

const request = (object: SourceObject, more: Partial<ReadRequest> = {}): ReadRequest => ({
  object,
  key: object.key,
  mode: 'full',
  changeField: null,
  since: null,
  resume: null,
  batchRows: 20,
  batchBytes: 1_000_000,
  signal: new AbortController().signal,
  ...more,
});

const all = async (object: SourceObject, more: Partial<ReadRequest> = {}): Promise<RowBatch[]> =>
  collect(source.read(request(object, more)));

beforeAll(async () => {
  await sql(databaseUrl(), `create database ${database}`);
  source = await open();
});

afterAll(async () => {
  await source.close();
  await sql(databaseUrl(), `drop database if exists ${database} with (force)`);
});

describe('discovery', () => {
  test('tells types, sizes, keys, comments, references and what may not be read', async () => {
    const role = `blind_${database}`;
    await run(
      `create type mood as enum ('sad', 'it''s ok')`,
      `create domain price as numeric(12, 2) not null`,
      `create domain fee as price check (value >= 0)`,
      `create table owner (id int primary key)`,
      `create table typed (a varchar(80) not null, b fee, c mood, d text[], e numeric(5, -2), f timestamp, g timestamptz,
        h bigint generated always as identity, i int references owner (id), updated_at date, last_modified timestamptz,
        row_version int, created_at timestamptz, unique (h, a), unique (a))`,
      `comment on table typed is 'all sorts'; comment on column typed.a is 'the "a"'`,
      `create table parted (id int primary key, v text) partition by range (id)`,
      `create table parted_1 partition of parted for values from (0) to (100)`,
      `create view seen as select id, v from parted; create materialized view kept as select 1 as one`,
      `create role ${role} login password 'right'; grant usage on schema public to ${role}`,
      `grant select on parted to ${role}; grant select (a, h) on typed to ${role}`,
    );
    const typed = await find('typed');
    const byName = Object.fromEntries(typed.fields.map((field) => [field.name, field]));
    expect(typed).toMatchObject({ kind: 'table', comment: 'all sorts', key: ['a'] });
    expect(typed.changeFields).toEqual(['last_modified', 'updated_at', 'row_version']);
    expect(byName['a']).toMatchObject({ type: 'string', length: 80, nullable: false, comment: 'the "a"' });
    expect(byName['b']).toMatchObject({ type: 'decimal', precision: 12, scale: 2, nullable: false });
    expect(byName['c']).toMatchObject({ type: 'enum', values: ['sad', "it's ok"] });
    expect(byName['d']).toMatchObject({ type: 'array', nativeType: 'text[]' });
    expect(byName['e']).toMatchObject({ precision: 5, scale: -2 });
    expect([byName['f']?.zoned, byName['g']?.zoned]).toEqual([false, true]);
    expect(byName['i']).toMatchObject({ type: 'integer', references: { object: 'owner', field: 'id' } });
    expect((await find('seen')).kind).toBe('view');
    expect((await find('kept')).kind).toBe('view');
    const names = (await source.discover()).objects.map(({ name }) => name);
    expect(names).toContain('parted');
    expect(names).not.toContain('parted_1');

    try {
      const { config, credentials } = fromUrl(databaseUrlFor(database));
      const { sslCa: _none, ...known } = config;
      const asRole = await module.open({
        config: { ...known, user: role },
        credentials: { ...credentials, password: 'right' },
        tenantFolder: '/nonexistent',
        egressAllow: [`${config.host}:${config.port}`],
        logger: recordingLogger().logger,
        saveCredentials: () => Promise.resolve(),
      });
      const { objects } = await asRole.discover();
      expect(objectNamed(objects, 'owner').access).toBe('lost');
      expect(objectNamed(objects, 'parted').access).toBe('granted');
      expect(objectNamed(objects, 'typed').fields.map(({ name }) => name)).toEqual(['a', 'h']);
      expect(await faultCode(() => collect(asRole.read(request(objectNamed(objects, 'owner')))))).toBe(
        'source_permission_denied',
      );
      const partly = await collect(asRole.read(request(objectNamed(objects, 'typed'))));
      expect(partly).toEqual([]);
      await asRole.close();
    } finally {
      await run(`drop owned by ${role}; drop role ${role}`);
    }
  });

  test('a schema that is not there is a fault, not an empty source', async () => {
    const wrong = await open({ schema: 'nowhere' });
    expect(await faultCode(() => wrong.discover())).toBe('source_object_missing');
    await wrong.close();
  });
});

describe('reading', () => {
  test('objects without a key come whole, equal rows as often as they are, also when resumed at any batch', async () => {
    await run(
      `create table loose as select n % 7 as a, case when n % 3 = 0 then null else 'x' end as b from generate_series(1, 210) n`,
    );
    const loose = await find('loose');
    expect(loose.key).toEqual([]);
    const batches = await all(loose);
    expect(batches.flatMap(rowsOf)).toHaveLength(210);
    const text = (list: readonly RowBatch[]): string[] =>
      list
        .flatMap(rowsOf)
        .map((row) => JSON.stringify(row))
        .sort();
    for (const [at, { cursor }] of batches.entries())
      expect(text(await all(loose, { resume: cursor }))).toEqual(text(batches.slice(at + 1)));
    await run('create view loose_view as select * from loose');
    expect(text(await all(await find('loose_view')))).toEqual(text(batches));
  });

  test('keys of several columns and of text, in the order of their index', async () => {
    await run(
      `create table pairs (b text collate "C", a int, v text, primary key (a, b))`,
      `insert into pairs select chr(65 + n % 26) || case when n % 2 = 0 then 'ä' else '' end || n, n % 5, 'v' from generate_series(1, 190) n`,
    );
    const batches = await all(await find('pairs'));
    const keys = batches.flatMap(rowsOf).map((row) => JSON.stringify([row['a'], row['b']]));
    expect(new Set(keys).size).toBe(190);
    for (const [at, { cursor }] of batches.entries())
      expect((await all(await find('pairs'), { resume: cursor })).flatMap(rowsOf)).toHaveLength(
        batches.slice(at + 1).flatMap(rowsOf).length,
      );
  });

  test('rows without a change value come each time; one of the future does not hide later changes', async () => {
    await run(
      `create table moving (id int primary key, updated_at timestamptz)`,
      `insert into moving values (1, null), (2, now() + interval '80 years'), (3, now() - interval '2 days'), (4, now() - interval '1 day')`,
    );
    const moving = await find('moving');
    const more = { mode: 'incremental', changeField: 'updated_at' } as const;
    const ids = (batches: readonly RowBatch[]) => batches.flatMap(rowsOf).map((row) => row['id']);
    const first = await all(moving, more);
    expect(ids(first)).toEqual([1, 2, 3, 4]);
    await run(`update moving set updated_at = now() - interval '5 minutes' where id = 3`);
    expect(ids(await all(moving, { ...more, since: first.at(-1)?.cursor ?? null }))).toEqual([1, 2, 3]);
  });

  const readInto = async (name: string, change: string) => {
    await run(
      `create table ${name} (id int primary key, a text, b text)`,
      `insert into ${name} select n, 'a' || n, 'b' || n from generate_series(1, 100) n`,
    );
    const batches: RowBatch[] = [];
    try {
      for await (const batch of source.read(request(await find(name)))) {
        batches.push(batch);
        if (batches.length === 2) await run(change);
      }
    } catch (error) {
      if (!isFault(error)) throw error;
      return { batches, code: error.code };
    }
    return { batches, code: null };
  };

  test('a column renamed while rows flow shows in the next batch, with nothing lost', async () => {
    const { batches, code } = await readInto('renaming', 'alter table renaming rename column a to c');
    expect(code).toBeNull();
    expect(batches[0]?.columns).toEqual(['id', 'a', 'b']);
    expect(batches.at(-1)?.columns).toEqual(['id', 'c', 'b']);
    expect(batches.flatMap(rowsOf).map((row) => row['id'])).toEqual(
      Array.from({ length: 100 }, (_, at) => at + 1),
    );
  });

  test('a column retyped, a key renamed, a table gone while rows flow are faults', async () => {
    const retyped = await readInto('retyping', 'alter table retyping alter column a type varchar(9)');
    expect([retyped.code, retyped.batches.length]).toEqual(['source_protocol', 2]);
    expect((await readInto('rekeying', 'alter table rekeying rename column id to key')).code).toBe(
      'key_lost',
    );
    expect((await readInto('dropping', 'drop table dropping')).code).toBe('source_object_missing');
  });

  test('wide rows are cut into batches by size', async () => {
    await run(
      `create table wide (id int primary key, v text)`,
      `insert into wide select n, repeat('x', 100000) from generate_series(1, 40) n`,
    );
    const batches = await all(await find('wide'), { batchRows: 20_000, batchBytes: 500_000 });
    expect(batches.flatMap(rowsOf)).toHaveLength(40);
    expect(Math.max(...batches.map(({ rows }) => rows.length))).toBeLessThanOrEqual(6);
  });

  test('1,600 columns and names of 63 bytes', async () => {
    const columns = Array.from(
      { length: 1599 },
      (_, at) => `"${'n'.repeat(59)}${String(at).padStart(4, '0')}" text`,
    );
    await run(
      `create table broad (id int primary key, ${columns.join(', ')})`,
      'insert into broad (id) values (1)',
    );
    const [batch] = await all(await find('broad'));
    expect(batch?.columns).toHaveLength(1600);
    expect(batch?.rows[0]?.[0]).toBe(1);
  });
});

describe('a hostile server', () => {
  /** Greets like PostgreSQL and asks for the password in clear text. */
  const greedy = (): Server =>
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        told.push(bytes.toString('latin1'));
        socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
      });
    });

  const told: string[] = [];

  const listening = async (server: Server): Promise<number> => {
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    return (server.address() as AddressInfo).port;
  };

  test('that never answers is given up', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    const port = await listening(silent);
    const patient = await open({ port });
    expect(await faultCode(() => patient.discover())).toBe('source_unreachable');
    await patient.close();
    silent.close();
  });

  test('without TLS where TLS is asked for gets no password', async () => {
    const server = greedy();
    const port = await listening(server);
    const strict = await open({ port, ssl: 'verify-full' });
    expect(['source_config_invalid', 'source_unreachable']).toContain(
      await faultCode(() => strict.discover()),
    );
    expect(told).toHaveLength(1);
    await strict.close();
    server.close();
  });
});
