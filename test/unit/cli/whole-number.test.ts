import { wholeNumber } from '../../../cli/whole-number.ts';

it.each([
  ['1', 1],
  ['200', 200],
])('takes %s', (word, number) => {
  expect(wholeNumber(word)).toBe(number);
});

it.each(['0', '-1', '1.5', '1e3', 'all', '', ' 1', '9007199254740993'])('refuses "%s"', (word) => {
  expect(() => wholeNumber(word)).toThrow('Give a whole number from 1 on.');
});
