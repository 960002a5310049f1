import { chmod, link, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'iconv-lite';
import type { Connector, ReadRequest, RowBatch, TestSource } from '../../../../connectors/contract.ts';
import { connector } from '../../../../connectors/filesource/index.ts';
import { Fault } from '../../../../domain/faults.ts';
import type { Json } from '../../../../domain/json.ts';
import type { SourceObject } from '../../../../domain/schema/types.ts';
import { createLogger } from '../../../../platform/logger.ts';

let base = '';
let folder = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'filesource-'));
  folder = path.join(base, 'tenant');
  await mkdir(folder);
});
afterEach(() => rm(base, { recursive: true }));

const open = (config: Record<string, Json> = {}): Promise<Connector & Partial<TestSource>> =>
  connector.open({
    config,
    credentials: {},
    tenantFolder: folder,
    egressAllow: [],
    logger: createLogger('test', 'silent'),
    saveCredentials: () => Promise.resolve(),
  });

const object = (name: string, key: readonly string[] = ['id']): SourceObject => ({
  name,
  kind: 'file',
  fields: [{ name: 'id', type: 'string', nullable: false }],
  key,
  changeFields: [],
  access: 'granted',
});

const request = (name: string, more: Partial<ReadRequest> = {}): ReadRequest => ({
  object: object(name),
  key: ['id'],
  mode: 'full',
  changeField: null,
  since: null,
  resume: null,
  batchRows: 2,
  batchBytes: 1 << 20,
  signal: new AbortController().signal,
  ...more,
});

const all = async (batches: AsyncIterable<RowBatch>): Promise<RowBatch[]> => {
  const read: RowBatch[] = [];
  for await (const batch of batches) read.push(batch);
  return read;
};

/** Root may enter every folder. */
const asNobody = async <T>(work: () => Promise<T>): Promise<T> => {
  if (process.getuid?.() !== 0) return await work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
};

const write = (name: string, content: string | Buffer): Promise<void> =>
  writeFile(path.join(folder, name), content);
const content = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');

describe('the folder', () => {
  test('links and ways out are refused, wherever they stand in the path', async () => {
    await writeFile(path.join(base, 'secret.csv'), 'id\nsecret\n');
    await mkdir(path.join(base, 'outside'));
    await writeFile(path.join(base, 'outside', 'a.csv'), 'id\nsecret\n');
    await symlink(path.join(base, 'secret.csv'), path.join(folder, 'link.csv'));
    await symlink(path.join(base, 'outside'), path.join(folder, 'dir'));
    await write('fine.csv', 'id\n1\n');
    const opened = await open();
    const { objects, guesses } = await opened.discover();
    expect(objects.map(({ name }) => name)).toEqual(['fine.csv']);
    expect(guesses?.join()).toContain('link.csv is a link');
    for (const name of [
      'link.csv',
      'dir/a.csv',
      '../secret.csv',
      '/etc/passwd',
      'a/../../secret.csv',
      'x\0.csv',
      '.',
    ]) {
      const refused = all(opened.read(request(name)));
      await expect(refused).rejects.toThrow(Fault);
      await expect(refused).rejects.not.toMatchObject({ code: 'source_unreachable' });
    }
    const through = await open({ folder: 'dir' });
    await expect(through.discover()).rejects.toMatchObject({ code: 'source_config_invalid' });
    await expect((async () => open({ folder: '../outside' }))()).rejects.toMatchObject({
      code: 'source_config_invalid',
    });
  });

  test('a tenant folder that is itself a link is refused', async () => {
    const real = folder;
    folder = path.join(base, 'alias');
    await symlink(real, folder);
    expect((await (await open()).check()).ok).toBe(false);
  });

  test('a check shows how the first files would be read, and one that cannot be does not fail it', async () => {
    await write('a.csv', 'id;town;note\n1;Łódź;\n2;Paris;x;y\n3;Rome;\n');
    await write('b.jsonl', '{"id":1,"nested":{"deep":true}}\n');
    await write('c.csv', 'PK\u0003\u0004');
    const { ok, steps, preview } = await (await open()).check();
    expect(ok).toBe(true);
    expect(steps.at(-1)).toEqual({ name: 'sample', ok: true, detail: 'a.csv has 3 columns' });
    expect(preview).toMatchObject([
      {
        object: 'a.csv',
        layout: [
          { name: 'Delimiter', value: 'Semicolon' },
          { name: 'Encoding', value: 'utf-8' },
          { name: 'Header row', value: '1' },
        ],
        columns: [
          { name: 'id', type: 'integer' },
          { name: 'town', type: 'string' },
          { name: 'note', type: 'null' },
        ],
        width: 3,
        rows: [
          ['1', 'Łódź', null],
          ['3', 'Rome', null],
        ],
        unreadable: [{ position: 'line 3' }],
      },
      { object: 'b.jsonl', rows: [['1', '{"deep":true}']] },
      { object: 'c.csv', width: 0, unreadable: [{ position: 'c.csv' }] },
    ]);
  });

  test('list, pattern and unknown extensions', async () => {
    await mkdir(path.join(folder, 'sub'));
    for (const name of ['a.csv', 'b.csv', 'c.txt', '.hidden.csv', 'sub/d.csv']) await write(name, 'id\n1\n');
    const names = async (config: Record<string, Json>): Promise<string[]> =>
      (await (await open(config)).discover()).objects.map(({ name }) => name);
    expect(await names({})).toEqual(['a.csv', 'b.csv', 'sub/d.csv']);
    expect(await names({ glob: '*.csv' })).toEqual(['a.csv', 'b.csv']);
    expect(await names({ files: ['b.csv'] })).toEqual(['b.csv']);
    expect(await names({ folder: 'sub' })).toEqual(['d.csv']);
    expect((await (await open()).discover()).guesses?.join()).toContain('c.txt');
    await expect(all((await open({ files: ['b.csv'] })).read(request('a.csv')))).rejects.toMatchObject({
      code: 'source_object_missing',
    });
  });

  test('a folder that may not be entered is named, and its files are not taken for removed', async () => {
    await write('a.csv', 'id\n1\n');
    await mkdir(path.join(folder, 'closed'), { mode: 0o000 });
    for (const place of [base, folder]) await chmod(place, 0o755);
    const source = await open();
    await expect(asNobody(() => source.discover())).rejects.toMatchObject({
      code: 'source_permission_denied',
      message: 'closed may not be read; give the platform the right to read it',
    });
  });

  test('a folder that lies too deep is named', async () => {
    const deep = Array.from({ length: 9 }, (_, at) => `d${at}`).join('/');
    await mkdir(path.join(folder, deep), { recursive: true });
    await write(`${deep}/a.csv`, 'id\n1\n');
    const { objects, guesses } = await (await open()).discover();
    expect([objects, guesses]).toEqual([[], [`${deep} is more than 8 folders deep and is not looked into`]]);
  });

  test('a file that cannot be read is not taken for removed, and costs the others nothing', async () => {
    await write('bad.xlsx', 'no archive');
    await write('good.csv', 'id\n1\n');
    const { objects, guesses } = await (await open()).discover();
    expect(objects.map(({ name, access }) => [name, access])).toEqual([
      ['bad.xlsx', 'lost'],
      ['good.csv', 'granted'],
    ]);
    expect(guesses?.join()).toContain('bad.xlsx');
  });

  test('a hard-linked or replaced file is read as what stands there now', async () => {
    await write('a.csv', 'id\n1\n');
    await link(path.join(folder, 'a.csv'), path.join(folder, 'b.csv'));
    const opened = await open();
    expect((await opened.discover()).objects).toHaveLength(2);
    await rm(path.join(folder, 'b.csv'));
    await write('b.csv', 'id,more\n1,2\n');
    expect((await opened.discover()).objects[1]?.fields).toHaveLength(2);
  });
});

describe('a file that changes', () => {
  const rows = (count: number): string =>
    `id\n${Array.from({ length: count }, (_, index) => index).join('\n')}\n`;

  test('between reads: a resumed read begins afresh, of an unchanged file it goes on', async () => {
    await write('a.csv', rows(7));
    const opened = await open();
    const [, second] = await all(opened.read(request('a.csv')));
    const again = await all(opened.read(request('a.csv', { resume: second!.cursor, batchRows: 3 })));
    expect(again.map(({ alreadyRead, rows: read }) => [alreadyRead ?? false, read.length])).toEqual([
      [true, 3],
      [true, 1],
      [false, 3],
    ]);
    await utimes(path.join(folder, 'a.csv'), 1, 1);
    const fresh = await all(opened.read(request('a.csv', { resume: second!.cursor })));
    expect(fresh.some(({ alreadyRead }) => alreadyRead === true)).toBe(false);
  });

  test('is discovered anew although its size is the same', async () => {
    await write('a.csv', 'id,x\n1,2\n');
    await utimes(path.join(folder, 'a.csv'), 1000, 1000);
    const opened = await open();
    await opened.discover();
    await write('a.csv', 'id,y\n1,z\n');
    await utimes(path.join(folder, 'a.csv'), 1000, 1000);
    expect((await opened.discover()).objects[0]?.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id integer',
      'y string',
    ]);
  });

  test('is looked at once while it stays as it is, by however many connections with the same settings', async () => {
    await write('a.csv', 'id,x\n1,2\n');
    await utimes(path.join(folder, 'a.csv'), 1000, 1000);
    const look = async (config?: Record<string, Json>) => (await (await open(config)).discover()).objects[0];
    const first = await look();
    expect(await look()).toBe(first);
    expect((await look({ overrides: { 'a.csv': { key: ['x'] } } }))?.key).toEqual(['x']);
    await write('a.csv', 'id,x\n1,2\n2,z\n');
    await utimes(path.join(folder, 'a.csv'), 1000, 1000);
    expect((await look())?.rowEstimate).toBe(2);
  });
});

describe('writing', () => {
  test('keeps mark, delimiter, line breaks, untouched and unreadable rows byte by byte', async () => {
    await write('a.csv', '\ufeffid;name\r\n1;"quoted"\r\nragged\r\n2;old\r\n');
    await (await open()).update(object('a.csv'), ['2'], { name: 'new; "x"' });
    expect(await content('a.csv')).toBe('\ufeffid;name\r\n1;"quoted"\r\nragged\r\n2;"new; ""x"""\r\n');
  });

  test('keeps the encoding, and refuses letters that it lacks', async () => {
    const options = { overrides: { 'a.csv': { encoding: 'windows-1252' } } };
    await write('a.csv', encode('id,name\n1,Müller\n2,x\n', 'windows-1252'));
    const opened = await open(options);
    await opened.update(object('a.csv'), ['2'], { name: 'Jürgen' });
    expect(await readFile(path.join(folder, 'a.csv'))).toEqual(
      encode('id,name\n1,Müller\n2,Jürgen\n', 'windows-1252'),
    );
    await expect(opened.update(object('a.csv'), ['2'], { name: '東京' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    expect(await readFile(path.join(folder, 'a.csv'))).toEqual(
      encode('id,name\n1,Müller\n2,Jürgen\n', 'windows-1252'),
    );
  });

  test('many changes at once are all kept, and no temporary file stays', async () => {
    await write('a.csv', `id,n\n${Array.from({ length: 20 }, (_, index) => `${index},0`).join('\n')}\n`);
    const opened = await open();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => opened.update(object('a.csv'), [String(index)], { n: index })),
    );
    expect((await content('a.csv')).trim().split('\n').slice(1)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${index},${index}`),
    );
    expect((await opened.discover()).objects).toHaveLength(1);
  });

  test('a taken key, a missing one and unknown columns are refused', async () => {
    await write('a.csv', 'id,n\n1,0\n');
    const opened = await open();
    await expect(opened.create(object('a.csv'), { id: '1' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(opened.create(object('a.csv'), {})).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(opened.update(object('a.csv'), ['1'], { __proto__x: 1 })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    await expect(opened.update(object('a.csv', []), [], { n: 1 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(await content('a.csv')).toBe('id,n\n1,0\n');
  });

  test('rows appended at a rate arrive whole', async () => {
    await write('a.csv', 'id,n\n1,0\n');
    const opened = await open({ testSource: true });
    const rows = [2, 3, 4, 5].map((id) => ({ id, n: 'x' }));
    await opened.mutate?.({ kind: 'append_rows', object: 'a.csv', arguments: { rows, perSecond: 1000 } });
    expect(await content('a.csv')).toBe('id,n\n1,0\n2,x\n3,x\n4,x\n5,x\n');
  });

  test('only test sources can be seeded and changed on purpose', async () => {
    const opened = await open();
    expect(opened.seed).toBeUndefined();
    expect(opened.mutate).toBeUndefined();
  });
});
