import fc from 'fast-check';
import { bytesValue, CopyBuffer, nullText, textValue } from '../../../../activities/reading/copy-text.ts';

/** What PostgreSQL's COPY reads from a text value. */
const unescaped = (value: string): string =>
  value.replace(/\\(.)/g, (_, letter: string) => ({ t: '\t', n: '\n', r: '\r' })[letter] ?? letter);

const textOf = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString();

describe('COPY text', () => {
  test('brings every text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\\', '\t', '\n', '\r', 'N', 'é') }), (text) => {
        expect(textValue(text)).not.toMatch(/[\t\n\r]/);
        expect(unescaped(textValue(text))).toBe(text);
      }),
    );
    expect([bytesValue('00ff'), nullText]).toEqual(['\\\\x00ff', '\\N']);
  });

  test('brings every JSON back, line by line', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'a', '€') })), (texts) => {
        const buffer = new CopyBuffer();
        for (const text of texts) {
          buffer.text('1\t');
          buffer.json(Buffer.from(JSON.stringify(text)));
          buffer.endLine();
        }
        expect(buffer.lines).toBe(texts.length);
        const lines = textOf(buffer.take()).split('\n').slice(0, -1);
        expect(lines.map((line): unknown => JSON.parse(unescaped(line.slice(2))))).toEqual(texts);
        expect([buffer.lines, buffer.bytes, buffer.take()]).toEqual([0, 0, []]);
      }),
    );
  });

  test('comes in chunks that have their memory to themselves', () => {
    const buffer = new CopyBuffer();
    for (let line = 0; line < 1_000; line += 1) {
      buffer.text('x'.repeat(999));
      buffer.endLine();
    }
    expect(buffer.bytes).toBe(1_000_000);
    const chunks = buffer.take();
    expect(chunks.length).toBeGreaterThan(2);
    for (const chunk of chunks) expect(chunk.buffer.byteLength).toBe(chunk.length);
    expect(textOf(chunks)).toBe(`${'x'.repeat(999)}\n`.repeat(1_000));
  });
});
