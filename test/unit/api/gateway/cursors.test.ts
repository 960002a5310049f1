import fc from 'fast-check';
import { createCursors } from '../../../../api/gateway/cursors.ts';

const cursors = createCursors('s'.repeat(32));
const positions = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 });

test('a cursor gives back its position, in its own list and tenant alone', () => {
  fc.assert(
    fc.property(positions, (position) => {
      const cursor = cursors.write('list', 'tenant', position);
      expect(cursors.read('list', 'tenant', cursor)).toEqual(position);
      expect(() => cursors.read('other', 'tenant', cursor)).toThrow(/not one of this list/);
      expect(() => cursors.read('list', 'other', cursor)).toThrow(/not one of this list/);
      expect(() => createCursors('t'.repeat(32)).read('list', 'tenant', cursor)).toThrow(
        /not one of this list/,
      );
    }),
  );
});

test('nothing may be added to a cursor, nor taken from it', () => {
  const cursor = cursors.write('list', 'tenant', ['a', 1]);
  for (const text of [`${cursor}.`, `${cursor}.x`, `${cursor}=`, cursor.slice(0, -1), cursor.slice(1)])
    expect(() => cursors.read('list', 'tenant', text)).toThrow(/not one of this list/);
});

test('no other text is a cursor', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => cursors.read('list', 'tenant', text)).toThrow(/not one of this list/);
    }),
  );
});
