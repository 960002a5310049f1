import { tableText } from '../../../cli/table-text.ts';

const id = '00000000-0000-4000-8000-000000000000';
const rows = [
  [id, 'the source refuses our credentials, connect it again', 12],
  [id, null, 3],
];
const widthOf = (table: string): number => Math.max(...table.split('\n').map((line) => line.length));

it('is as wide as it needs where nobody says how wide it may be', () => {
  const table = tableText(['task', 'reason', 'rows'], rows, undefined);
  expect(table).toContain('the source refuses our credentials, connect it again');
});

it('fits a narrow terminal by wrapping words, and leaves ids and numbers whole', () => {
  const table = tableText(['task', 'reason', 'rows'], rows, 70);
  expect(widthOf(table)).toBe(70);
  expect(table.split(id)).toHaveLength(3);
  for (const word of ['refuses', 'credentials,', 'again']) expect(table).toContain(word);
});

it('is wider than the terminal rather than break a word', () => {
  expect(widthOf(tableText(['task', 'reason', 'rows'], rows, 40))).toBeGreaterThan(40);
});
