import fc from 'fast-check';
import { digestOf } from '../../../../api/gateway/digest.ts';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, shuffled(member)]),
  );
};

test('members in another order are the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(digestOf(shuffled(value)).equals(digestOf(value))).toBe(true);
    }),
  );
});

test('another value has another digest', () => {
  const values = [null, 0, '0', '', [], {}, [null], { a: 1 }, { a: '1' }, { b: 1 }, [1, 2], [2, 1], [[1], 2]];
  expect(new Set(values.map((value) => digestOf(value).toString('hex'))).size).toBe(values.length);
});
