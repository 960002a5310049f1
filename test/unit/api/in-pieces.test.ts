import { inPieces } from '../../../api/routes/in-pieces.ts';

const listOf = (length: number) => {
  const asked: [last: number | undefined, limit: number][] = [];
  const fetch = (last: number | undefined, limit: number): Promise<readonly number[]> => {
    asked.push([last, limit]);
    const from = last === undefined ? 0 : last + 1;
    return Promise.resolve(Array.from({ length: Math.min(limit, length - from) }, (_, at) => from + at));
  };
  return { asked, fetch };
};
const told = async (most: number, fetch: ReturnType<typeof listOf>['fetch']): Promise<readonly number[]> => {
  const all: number[] = [];
  for await (const rows of inPieces(most, fetch)) all.push(...rows);
  return all;
};

test('a long list is told whole, in order, each piece behind the last', async () => {
  const { asked, fetch } = listOf(2_500);
  expect(await told(50_000, fetch)).toEqual(Array.from({ length: 2_500 }, (_, at) => at));
  expect(asked).toEqual([
    [undefined, 1_000],
    [999, 1_000],
    [1_999, 1_000],
  ]);
});

test('no more is told, and none asked for, than the most', async () => {
  const { asked, fetch } = listOf(10_000);
  expect(await told(1_500, fetch)).toHaveLength(1_500);
  expect(asked.at(-1)).toEqual([999, 500]);
  expect(await told(10, listOf(0).fetch)).toEqual([]);
});
