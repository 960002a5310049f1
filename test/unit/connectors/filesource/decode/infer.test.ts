import { decodeAll } from './decode-all.ts';

const typesOf = async (cells: readonly string[]): Promise<string | undefined> => {
  const decoded = await decodeAll('a.csv', `v,w\n${cells.map((cell) => `${cell},.`).join('\n')}\n`);
  return decoded.inferred?.fields[0]?.type;
};

test.each([
  ['integer', ['1', '-7', '', '12345678901234567890']],
  ['decimal', ['1', '2.50', '-0.1']],
  ['float', ['1', '2.5e-7', '1E+10']],
  ['boolean', ['true', 'FALSE', '']],
  ['date', ['2024-02-29', '1999-12-31']],
  ['timestamp', ['2024-02-29T10:00:00Z', '2024-03-01 10:00:00.123+0200']],
  ['time', ['10:00', '23:59:59']],
  ['uuid', ['0b0f3c6e-4b1c-4d36-8a7e-1d9e5b9d2b11']],
  ['null', ['', '']],
  ['string', ['00123', '7']],
  ['string', ['2024-02-30']],
  ['string', ['1', '2', 'NULL']],
  ['string', ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00']],
  ['string', ['1e400', 'Infinity']],
  ['string', ['24:00']],
  ['string', ['"1,5"', '']],
])('takes a column for %s', async (type, cells) => {
  expect(await typesOf(cells)).toBe(type);
});

test('one odd cell in the last row decides', async () => {
  expect(await typesOf([...Array.from({ length: 20_000 }, (_, index) => String(index)), 'n/a'])).toBe(
    'string',
  );
});

const fieldOf = async (cells: readonly string[]) => {
  const decoded = await decodeAll('a.csv', `v,w\n${cells.map((cell) => `${cell},.`).join('\n')}\n`);
  return decoded.inferred?.fields[0];
};
const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

test.each([
  ['one of eleven', ['n/a', ...numbers(10)], ['integer', 'decimal', 'float']],
  ['one of ten', [...numbers(9), 'n/a'], undefined],
  ['one in a hundred', [...numbers(300), 'x', 'y', 'z'], ['integer', 'decimal', 'float']],
  ['more than one in a hundred', ['w', 'x', ...numbers(190)], undefined],
  ['more than a hundred', [...numbers(20_000), ...numbers(101).map((text) => `n${text}`)], undefined],
  ['none: the type itself', numbers(20), undefined],
])('a text with odd cells, %s', async (_name, cells, almost) => {
  expect((await fieldOf(cells))?.almost).toEqual(almost);
});

test('what is almost a timestamp says whether it names its offset', async () => {
  const at = (zone: string): string[] => numbers(20).map(() => `2024-02-29T10:00:00${zone}`);
  expect(await fieldOf([...at('Z'), 'soon'])).toMatchObject({
    type: 'string',
    almost: ['timestamp'],
    zoned: true,
  });
  expect(await fieldOf([...at(''), 'soon'])).toMatchObject({
    type: 'string',
    almost: ['timestamp'],
    zoned: false,
  });
});

const keyOf = async (text: string): Promise<readonly string[] | undefined> =>
  (await decodeAll('a.csv', text)).inferred?.key;

test('the key is a column without empty and repeated values, an id before a name', async () => {
  expect(await keyOf('name,account_id,x\na,1,q\nb,2,q\n')).toEqual(['account_id']);
  expect(await keyOf('name,account_id,x\na,1,q\nb,1,q\n')).toEqual(['name']);
  expect(await keyOf('name,id\na,\na,2\n')).toEqual([]);
  expect(await keyOf('price,when\n1.5,2024-01-01\n2.5,2024-01-02\n')).toEqual([]);
  expect(await keyOf('id,x\n')).toEqual([]);
});

test('a repeated value after many rows is found', async () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => `${index},z`);
  expect(await keyOf(`id,x\n${lines.join('\n')}\n`)).toEqual(['id']);
  expect(await keyOf(`id,x\n${lines.join('\n')}\n7,z\n`)).toEqual([]);
});
