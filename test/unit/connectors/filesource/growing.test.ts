import { appendFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector, ReadRequest, RowBatch } from '../../../../connectors/contract.ts';
import { bufferSource, readRange } from '../../../../connectors/filesource/decode/byte-source.ts';
import { FirstBytes } from '../../../../connectors/filesource/folder/first-bytes.ts';
import { connector } from '../../../../connectors/filesource/index.ts';
import type { Json } from '../../../../domain/json.ts';
import { createLogger } from '../../../../platform/logger.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'growing-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string): string => path.join(folder, name);

const open = (): Promise<Connector> =>
  connector.open({
    config: {},
    credentials: {},
    tenantFolder: folder,
    egressAllow: [],
    logger: createLogger('test', 'silent'),
    saveCredentials: () => Promise.resolve(),
  });

const request = (name: string, resume: Json = null): ReadRequest => ({
  object: { name, kind: 'file', fields: [], key: ['id'], changeFields: [], access: 'granted' },
  key: ['id'],
  mode: 'full',
  changeField: null,
  since: null,
  resume,
  batchRows: 2,
  batchBytes: 1 << 20,
  signal: new AbortController().signal,
});

const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, row) => `${from + row},some text of row ${from + row}\n`).join('');

/** Does something again and again until the work is done. */
const meanwhile = async <T>(again: () => Promise<unknown>, work: Promise<T>): Promise<T> => {
  const done = new AbortController();
  const repeating = (async () => {
    while (!done.signal.aborted) {
      await again();
      await sleep(1);
    }
  })();
  try {
    return await work;
  } finally {
    done.abort();
    await repeating;
  }
};

test.each(['log.csv', 'log.jsonl'])(
  '%s, always appended to, is looked at and costs the others nothing',
  async (log) => {
    const rows = 60_000;
    const json = log.endsWith('.jsonl');
    const written = json
      ? Array.from({ length: rows }, (_, row) => `{"id":${row},"text":"row ${row}"}\n`).join('')
      : `id,text\n${lines(0, rows)}`;
    await writeFile(at(log), written);
    await writeFile(at('other.csv'), 'id,x\n1,2\n');
    let next = rows;
    const append = (): Promise<void> => {
      next += 1;
      return appendFile(at(log), json ? `{"id":${next},"text":"row"}\n` : lines(next, 1));
    };
    const found = await meanwhile(append, (await open()).discover());
    expect(next).toBeGreaterThan(rows);
    expect(found.unseen).toEqual([]);
    expect(
      found.objects.map(({ name, access, fields }) => [name, access, fields.map((field) => field.name)]),
    ).toEqual([
      [log, 'granted', ['id', 'text']],
      ['other.csv', 'granted', ['id', 'x']],
    ]);
    expect(found.objects[0]?.rowEstimate).toBeGreaterThanOrEqual(rows);
    expect(found.guesses).toEqual([]);
  },
);

test('a file that is rewritten at every look is left unseen, and costs the others nothing', async () => {
  await writeFile(at('book.csv'), `id,text\n${lines(0, 60_000)}`);
  await writeFile(at('other.csv'), 'id,x\n1,2\n');
  let time = 1_000;
  const rewrite = (): Promise<void> => utimes(at('book.csv'), time, (time += 1));
  const found = await meanwhile(rewrite, (await open()).discover());
  expect(found.objects.map(({ name }) => name)).toEqual(['other.csv']);
  expect(found.unseen).toEqual([
    { name: 'book.csv', reason: expect.stringContaining('book.csv was changed while it was read') as string },
  ]);
});

const readWith = async (
  name: string,
  eachBatch: () => Promise<void>,
  resume: Json = null,
): Promise<RowBatch[]> => {
  const batches: RowBatch[] = [];
  for await (const batch of (await open()).read(request(name, resume))) {
    batches.push(batch);
    await eachBatch();
  }
  return batches;
};
const idsOf = (batches: readonly RowBatch[]): unknown[] =>
  batches.flatMap(({ rows }) => rows.map(([id]) => id));

test('a read brings the rows that the file held at its beginning, and a resumed one goes on behind them', async () => {
  await writeFile(at('a.csv'), `id,text\n${lines(1, 5)}`);
  let next = 5;
  const first = await readWith('a.csv', () => appendFile(at('a.csv'), lines((next += 1), 1)));
  expect(idsOf(first)).toEqual(['1', '2', '3', '4', '5']);
  const resumed = await readWith('a.csv', () => Promise.resolve(), first[1]!.cursor);
  expect(resumed.map(({ alreadyRead, rows }) => [alreadyRead ?? false, rows.length])).toEqual([
    [true, 2],
    [true, 2],
    [false, 2],
    [false, 2],
  ]);
  expect(idsOf(resumed)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
});

test('a row that was being written at the end of a broken-off read is read again', async () => {
  await writeFile(at('a.csv'), `id,text\n${lines(1, 3)}4,ha`);
  const first = await readWith('a.csv', () => Promise.resolve());
  expect(idsOf(first)).toEqual(['1', '2', '3', '4']);
  await appendFile(at('a.csv'), `lf\n${lines(5, 1)}`);
  const resumed = await readWith('a.csv', () => Promise.resolve(), first[1]!.cursor);
  const fresh = resumed.filter(({ alreadyRead }) => alreadyRead !== true);
  expect(fresh.flatMap(({ rows }) => rows)).toContainEqual(['4', 'half']);
});

test.each([
  ['another beginning', (text: string) => text.replace('row 1', 'ROW 1') + lines(9, 1)],
  ['another end', (text: string) => text.replace('row 5', 'ROW 5') + lines(9, 1)],
  ['fewer rows', () => 'id,text\n'],
  ['an unfinished last line', undefined],
])('a read ends in a retryable fault before it hands out mixed rows: %s', async (_name, rewritten) => {
  const text = `id,text\n${lines(1, 5)}`;
  await writeFile(at('a.csv'), rewritten === undefined ? text.slice(0, -3) : text);
  const change = async (): Promise<void> => {
    if (rewritten === undefined) await appendFile(at('a.csv'), 'w 5\n');
    else await writeFile(at('a.csv'), rewritten(text));
  };
  await expect(readWith('a.csv', change)).rejects.toMatchObject({ code: 'source_protocol' });
});

test('an array of documents that grows is another one', async () => {
  await writeFile(at('a.json'), '[{"id":1},{"id":2},{"id":3}]');
  await expect(readWith('a.json', () => appendFile(at('a.json'), '\n'))).rejects.toMatchObject({
    code: 'source_protocol',
  });
});

test.each([
  ['id\n1\n2', 'id\n1\n'],
  ['id\r\n1\r\n2', 'id\r\n1\r\n'],
  ['id\n1\n', 'id\n1\n'],
  ['i\0d\0\n\x001\0\n\x002\0', 'i\0d\0\n\x001\0\n\0'],
  ['id', 'id'],
])('of %j that has grown since, whole lines alone are read', async (held, whole) => {
  const bytes = new FirstBytes(bufferSource(Buffer.from(held)), () => Promise.resolve(held.length + 5));
  expect((await readRange(bytes, 0, 100)).toString()).toBe(whole);
  expect(bytes.size).toBe(whole.length);
});
