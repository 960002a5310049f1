import { encode } from 'iconv-lite';
import { decodeAll } from './decode-all.ts';

test.each([
  [',', 'a,b\n1,2\n3,4\n'],
  [';', 'name;price\n"a;b";1,50\nc;2,25\n'],
  ['\t', 'a\tb\n1,5\t2\n'],
  ['|', 'a|b\nx, y|z\n'],
])('finds the delimiter %j', async (_delimiter, text) => {
  const decoded = await decodeAll('a.csv', text);
  expect(decoded.columns).toHaveLength(2);
  expect(decoded.unreadable).toEqual([]);
});

test("reads single quotes, backslashes and Excel's own first line", async () => {
  expect((await decodeAll('a.csv', "a,b\n'x, y','z'\n'1','it''s'\n")).rows).toEqual([
    ['x, y', 'z'],
    ['1', "it's"],
  ]);
  expect((await decodeAll('a.csv', 'a,b\n1,"say \\"hi\\", ok"\n2,"x\\"y"\n')).rows[0]).toEqual([
    '1',
    'say "hi", ok',
  ]);
  expect(await decodeAll('a.csv', 'sep=;\r\na;b\r\n1,5;2\r\n')).toMatchObject({
    columns: ['a', 'b'],
    rows: [['1,5', '2']],
  });
});

test('says so when the delimiter could be another one', async () => {
  expect((await decodeAll('a.csv', 'a,b;c\n1,2;3\n')).guesses.join()).toContain('delimiter');
});

test.each([
  ['utf-8', Buffer.from('id,stadt\n1,Köln €😀\n'), false],
  ['utf-8 with two marks', Buffer.from('\ufeff\ufeffid,stadt\n1,Köln €😀\n'), false],
  ['utf-16le with a mark', encode('\ufeffid,stadt\n1,Köln €😀\n', 'utf-16le'), false],
  ['utf-16be with a mark', encode('\ufeffid,stadt\n1,Köln €😀\n', 'utf-16be'), false],
  ['utf-16le without a mark', encode('id,stadt\n1,Köln €😀\n', 'utf-16le'), true],
])('reads %s', async (_name, bytes, isGuess) => {
  const decoded = await decodeAll('a.csv', bytes);
  expect(decoded.columns).toEqual(['id', 'stadt']);
  expect(decoded.rows).toEqual([['1', 'Köln €😀']]);
  expect(decoded.guesses.length > 0).toBe(isGuess);
});

test('reads Windows-1252 when it is no UTF-8, even if the first letter beyond ASCII stands at the end, and says so', async () => {
  const text = `id,name\n${'1,plain\n'.repeat(200_000)}2,Müller €\n`;
  const decoded = await decodeAll('a.csv', encode(text, 'windows-1252'));
  expect(decoded.rows.at(-1)).toEqual(['2', 'Müller €']);
  expect(decoded.guesses.join()).toContain('Windows-1252');
});

test('a lone surrogate of UTF-16 is refused, a true U+FFFD is kept', async () => {
  const bytes = Buffer.concat([
    encode('\ufeffa,b\n1,\ufffd\n2,', 'utf-16le'),
    Buffer.from([0x00, 0xd8]),
    encode('x\n3,y\n', 'utf-16le'),
  ]);
  const decoded = await decodeAll('a.csv', bytes);
  expect(decoded.rows).toEqual([
    ['1', '\ufffd'],
    ['3', 'y'],
  ]);
  expect(decoded.unreadable.map(({ code }) => code)).toEqual(['invalid_utf8']);
});

test('what a person declares is not guessed', async () => {
  const bytes = encode('title\nid|name\n1|Łódź\n', 'windows-1250');
  const decoded = await decodeAll('a.csv', bytes, { delimiter: '|', encoding: 'windows-1250', headerRow: 2 });
  expect(decoded).toMatchObject({ columns: ['id', 'name'], rows: [['1', 'Łódź']], guesses: [] });
  expect((await decodeAll('a.csv', '1,2\n3,4\n', { headerRow: 0 })).columns).toEqual([
    'column_1',
    'column_2',
  ]);
});

test('a workbook that carries the name of a text is refused with the cure', async () => {
  await expect(decodeAll('a.csv', Buffer.from('PK\x03\x04xxxx'))).rejects.toMatchObject({
    code: 'source_data_unreadable',
  });
});
