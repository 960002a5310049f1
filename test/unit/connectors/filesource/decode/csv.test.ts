import fc from 'fast-check';
import type { Dialect } from '../../../../../connectors/filesource/decode/csv/dialect.ts';
import { formatRecord } from '../../../../../connectors/filesource/decode/csv/format-record.ts';
import { readCsv } from '../../../../../connectors/filesource/decode/csv/read-csv.ts';
import { limits } from '../../../../../connectors/filesource/decode/limits.ts';
import type { ByteSource } from '../../../../../connectors/filesource/decode/byte-source.ts';
import { decodeAll } from './decode-all.ts';
import { drippingSource } from './dripping-source.ts';

const codes = (decoded: {
  readonly unreadable: readonly { readonly position: string; readonly code: string }[];
}) => decoded.unreadable.map(({ position, code }) => `${position}: ${code}`);

describe('records', () => {
  test('line breaks of all kinds mix, blank lines are passed over, line numbers stay true', async () => {
    const decoded = await decodeAll('a.csv', 'a,b\r\n1,"x\r\ny"\n\r2,\r3,"q""q"\n\n4,z');
    expect(decoded.columns).toEqual(['a', 'b']);
    expect(decoded.rows).toEqual([
      ['1', 'x\r\ny'],
      ['2', ''],
      ['3', 'q"q'],
      ['4', 'z'],
    ]);
    expect(decoded.positions).toEqual(['line 2', 'line 5', 'line 6', 'line 8']);
  });

  test('ragged rows are unreadable and cost nobody else', async () => {
    const decoded = await decodeAll('a.csv', 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n');
    expect(decoded.rows).toEqual([
      ['1', '2', '3'],
      ['10', '11', '12'],
    ]);
    expect(codes(decoded)).toEqual(['line 3: ragged_row', 'line 4: ragged_row']);
    expect(decoded.unreadable[0]).toMatchObject({ raw: '4,5' });
  });

  test('a quote that is never closed spoils its own line only', async () => {
    const decoded = await decodeAll('a.csv', 'a,b\n1,ok\n2,"broken\n3,ok\n4,"fine, ""really"""\n5,ok\n');
    expect(decoded.rows.map(([id]) => id)).toEqual(['1', '3', '4', '5']);
    expect(codes(decoded)).toEqual(['line 3: broken_quote']);
    expect(decoded.unreadable[0]?.raw).toBe('2,"broken');
  });

  test('text after a closing quote is a broken quote, a quote inside plain text is text', async () => {
    const decoded = await decodeAll('a.csv', 'a,b\n1,"x"y\n2,5" pipe\n3,"z"\n');
    expect(decoded.rows).toEqual([
      ['2', '5" pipe'],
      ['3', 'z'],
    ]);
    expect(codes(decoded)).toEqual(['line 2: broken_quote']);
  });

  test('NUL bytes and bytes that are no UTF-8 are refused row by row', async () => {
    const content = Buffer.concat([
      Buffer.from('a,b\n1,é\n2,'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('\n3,x\0y\n4,ü\n5,ok\n'),
    ]);
    const decoded = await decodeAll('a.csv', content);
    expect(decoded.rows).toEqual([
      ['1', 'é'],
      ['4', 'ü'],
      ['5', 'ok'],
    ]);
    expect(codes(decoded)).toEqual(['line 3: invalid_utf8', 'line 4: nul_byte']);
    expect(decoded.unreadable[1]?.raw).toBe('3,x\u2400y');
    expect(decoded.guesses.join()).toContain('UTF-8');
  });

  test('a header that stands in the file once more is no row, also one of repeated names', async () => {
    const decoded = await decodeAll('a.csv', 'id,x,x\n1,2,3\nid,x,x\n4,5,6\nid,x,x_2\n');
    expect(decoded.rows).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
      ['id', 'x', 'x_2'],
    ]);
    expect(decoded.unreadable).toMatchObject([{ position: 'line 3', raw: 'id,x,x', isNoRecord: true }]);
    expect(codes(decoded)).toEqual(['line 3: repeated_header']);
    expect((await decodeAll('a.csv', 'name\nAda\nname\n')).rows).toHaveLength(2);
    expect((await decodeAll('a.csv', 'a,b\na,b\n', { headerRow: 0 })).rows).toHaveLength(2);
  });

  test('formulas, hostile and empty names are kept as they are', async () => {
    const decoded = await decodeAll('a.csv', '=1+1,__proto__,,constructor,__proto__\n-5,@x,+1,\t9,{}\n');
    expect(decoded.columns).toEqual(['=1+1', '__proto__', 'column_3', 'constructor', '__proto___2']);
    expect(decoded.rows).toEqual([['-5', '@x', '+1', '\t9', '{}']]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a repeated name never takes one that the header holds', async () => {
    expect((await decodeAll('a.csv', 'x,x,x_2,x\n1,2,3,4\n')).columns).toEqual(['x', 'x_3', 'x_2', 'x_4']);
  });

  test('2,000 columns, nothing but a header, and nothing at all', async () => {
    const names = Array.from({ length: 2000 }, (_, index) => `c${index}`);
    const wide = await decodeAll('a.csv', `${names.join()}\n${names.join('x,')}\n`);
    expect(wide.columns).toHaveLength(2000);
    expect(wide.rows).toHaveLength(1);
    expect(
      (await decodeAll('a.csv', 'a,b\n')).inferred?.fields.map(({ name, type }) => `${name}:${type}`),
    ).toEqual(['a:null', 'b:null']);
    expect(await decodeAll('a.csv', '')).toMatchObject({ columns: [], rows: [] });
  });
});

describe('limits', () => {
  const row = 'x'.repeat(1000) + '\n';
  /** A file that is never in memory as a whole. */
  const generated = (
    head: string,
    bytes: number,
    byteAt: (position: number) => string,
    tail: string,
  ): ByteSource => ({
    size: head.length + bytes + tail.length,
    read: (target, at, length, position) => {
      const wanted = Math.min(length, 1 << 20, head.length + bytes + tail.length - position);
      const inHead = head.slice(position, position + wanted);
      const middle = byteAt(position).repeat(
        Math.max(0, Math.min(wanted - inHead.length, head.length + bytes - position - inHead.length)),
      );
      const text =
        inHead +
        middle +
        tail.slice(Math.max(0, position + inHead.length + middle.length - head.length - bytes));
      return Promise.resolve(target.write(text.slice(0, wanted), at, 'latin1'));
    },
  });

  test('one line of 64 MB is refused without being held, and the next row is read', async () => {
    const source = generated('a,b\n1,', 64 << 20, () => 'x', '\n2,y\n');
    const decoded = await decodeAll('a.csv', source);
    expect(codes(decoded)).toEqual(['line 2: row_too_long']);
    expect(decoded.unreadable[0]?.raw.length).toBeLessThanOrEqual(limits.maxRawBytes + 1);
    expect(decoded.rows).toEqual([['2', 'y']]);
    expect(decoded.positions).toEqual(['line 3']);
  });

  test('a cell of 7 MB is read, one of 10 MB is refused', async () => {
    const large = (megabytes: number): string => `a,b\n1,"${row.repeat(megabytes * 1000)}"\n2,y\n`;
    expect((await decodeAll('a.csv', large(7))).rows.map(([id]) => id)).toEqual(['1', '2']);
    const refused = await decodeAll('a.csv', large(10));
    expect(refused.unreadable.length).toBeGreaterThan(0);
    expect(refused.rows.map(([id]) => id)).toContain('2');
  });
});

const dialects: Pick<Dialect, 'delimiter' | 'quote' | 'escape' | 'lineBreak'>[] = [
  { delimiter: ',', quote: '"', escape: 'double', lineBreak: '\n' },
  { delimiter: ';', quote: '"', escape: 'double', lineBreak: '\r\n' },
  { delimiter: '\t', quote: "'", escape: 'double', lineBreak: '\r' },
  { delimiter: '|', quote: '"', escape: 'backslash', lineBreak: '\n' },
];

const cell = fc.stringMatching(/^[ -~é€\r\n\t"',;|\\😀]*$/u, { maxLength: 12 });

test('what is written is read again, in every dialect and wherever the reads break off', async () => {
  const tables = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 }))
    .chain(([width, portion]) =>
      fc.record({
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
          minLength: 1,
          maxLength: 20,
        }),
        dialect: fc.constantFrom(...dialects),
        portion: fc.constant(portion),
      }),
    );
  await fc.assert(
    fc.asyncProperty(tables, async ({ rows, dialect, portion }) => {
      const header = rows[0]!.map((_, index) => `h${index}`);
      const full: Dialect = { ...dialect, encoding: 'utf-8', skip: 0, header: true };
      const text = [header, ...rows].map((record) => formatRecord(record, full)).join('');
      const layout = { ...full, found: { encoding: 'utf-8', markBytes: 0 } };
      const read: unknown[] = [];
      for await (const batch of readCsv(drippingSource(Buffer.from(text), portion), layout, {
        batchRows: 3,
        batchBytes: 1000,
      })) {
        expect(batch.unreadable).toEqual([]);
        read.push(...batch.rows);
      }
      expect(read).toEqual(rows);
    }),
    { numRuns: 100 },
  );
});

test('every byte of any garbage is in a row, an unreadable row, the header or a line break', async () => {
  const pieces = fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n', '""', '",', 'é', '\0', ' ');
  await fc.assert(
    fc.asyncProperty(
      fc.array(pieces, { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (parts, portion) => {
        const text = `h,i\n${parts.join('')}`;
        const whole = await decodeAll('a.csv', Buffer.from(text), { delimiter: ',' });
        const dripped = await decodeAll('a.csv', drippingSource(Buffer.from(text), portion), {
          delimiter: ',',
        });
        expect(dripped).toEqual(whole);
        const kept =
          (whole.rows as string[][]).flat().join('') +
          whole.unreadable.map(({ raw }) => raw.replaceAll('\u2400', '\0')).join('');
        const letters = (of: string): number => of.match(/[aé]/g)?.length ?? 0;
        expect(letters(kept)).toBe(letters(parts.join('')));
      },
    ),
    { numRuns: 100 },
  );
});
