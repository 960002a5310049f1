import fc from 'fast-check';
import { CopyRows } from '../../../../activities/reading/copy-rows.ts';

/** The fields of each row of one binary COPY, as PostgreSQL's manual describes the format; null for null. */
const rowsOf = (chunks: readonly Uint8Array[]): readonly (readonly (Buffer | null)[])[] => {
  const bytes = Buffer.concat(chunks);
  expect(bytes.subarray(0, 19)).toEqual(Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1'));
  const rows: (Buffer | null)[][] = [];
  let at = 19;
  for (;;) {
    const fields = bytes.readInt16BE(at);
    at += 2;
    if (fields === -1) break;
    rows.push(
      Array.from({ length: fields }, () => {
        const length = bytes.readInt32BE(at);
        at += 4 + Math.max(0, length);
        return length < 0 ? null : bytes.subarray(at - length, at);
      }),
    );
  }
  expect(at).toBe(bytes.length);
  return rows;
};

describe('rows for COPY', () => {
  test('hold every kind of value', () => {
    const copy = new CopyRows();
    copy.begin(6);
    copy.integer(-70_000);
    copy.null();
    copy.text('a\té\\😀');
    copy.utf8(Buffer.from('{"a":"\\n"}'));
    copy.jsonb('[1]');
    copy.bytea('00ff9a');
    copy.end();
    const [row] = rowsOf(copy.take());
    expect(row?.[0]?.readInt32BE()).toBe(-70_000);
    expect(row?.[1]).toBeNull();
    expect(row?.slice(2, 4).map(String)).toEqual(['a\té\\😀', '{"a":"\\n"}']);
    expect(row?.[4]).toEqual(Buffer.from('\x01[1]', 'latin1'));
    expect(row?.[5]).toEqual(Buffer.from([0x00, 0xff, 0x9a]));
  });

  test('come whole from each take, whatever was taken before', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 4 }), (takes) => {
        const copy = new CopyRows();
        for (const batch of takes) {
          for (const text of batch) {
            copy.begin(1);
            copy.text(text);
            copy.end();
          }
          expect(copy.rows).toBe(batch.length);
          expect(rowsOf(copy.take()).map(([field]) => String(field))).toEqual(batch);
          expect(copy.rows).toBe(0);
        }
      }),
    );
  });

  test('come in chunks that have their memory to themselves', () => {
    const copy = new CopyRows();
    for (let row = 0; row < 1_000; row += 1) {
      copy.begin(1);
      copy.text('x'.repeat(994));
      copy.end();
    }
    expect(copy.bytes).toBe(19 + 1_000_000);
    const chunks = copy.take();
    expect(chunks.length).toBeGreaterThan(2);
    for (const chunk of chunks) expect(chunk.buffer.byteLength).toBe(chunk.length);
    expect(rowsOf(chunks)).toHaveLength(1_000);
  });
});
