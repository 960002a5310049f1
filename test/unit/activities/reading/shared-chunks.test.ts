import fc from 'fast-check';
import { SharedChunks } from '../../../../activities/reading/shared-chunks.ts';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 64 });

test('what is lent stays as it is until it is given back', () => {
  fc.assert(
    fc.property(fc.array(fc.array(bytes, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (batches) => {
      const chunks = new SharedChunks();
      const lent = batches.map((batch) => {
        const copies = batch.map(chunks.keep);
        return { batch, copies, number: chunks.lend(copies) };
      });
      for (const { batch, copies, number } of lent) {
        expect(copies).toEqual(batch);
        chunks.giveBack(number);
        chunks.keep(Uint8Array.of(0xff));
      }
    }),
  );
});

test('memory that was given back is used again, once', () => {
  const chunks = new SharedChunks();
  const first = chunks.keep(Uint8Array.of(1, 2, 3));
  const number = chunks.lend([first]);
  chunks.giveBack(number);
  chunks.giveBack(number);
  const [second, third] = [chunks.keep(Uint8Array.of(4)), chunks.keep(Uint8Array.of(5))];
  expect(second.buffer).toBe(first.buffer);
  expect(third.buffer).not.toBe(first.buffer);
});

test('a row of a megabyte has memory of its own', () => {
  const chunks = new SharedChunks();
  const wide = new Uint8Array(1 << 20).fill(7);
  const kept = chunks.keep(wide);
  chunks.giveBack(chunks.lend([kept]));
  expect(kept).toEqual(wide);
  expect(chunks.keep(Uint8Array.of(1)).buffer).not.toBe(kept.buffer);
});

test('what was let go is not used again, also when it comes back late', () => {
  const chunks = new SharedChunks();
  const lost = chunks.keep(Uint8Array.of(1));
  const number = chunks.lend([lost]);
  chunks.forget();
  chunks.giveBack(number);
  expect(chunks.keep(Uint8Array.of(2)).buffer).not.toBe(lost.buffer);
  expect(lost).toEqual(Uint8Array.of(1));
});
