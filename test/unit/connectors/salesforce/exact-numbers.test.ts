import fc from 'fast-check';
import { plainDecimal, withExactNumbers } from '../../../../connectors/salesforce/exact-numbers.ts';

describe('numbers that a double would change', () => {
  test('come as the text that was sent', () => {
    const text =
      '{"a":123456789012345678,"b":[0.1234567890123456789],"c":"1234567890123456789","d":12.5,"e":1.2E7}';
    expect(JSON.parse(withExactNumbers(text))).toEqual({
      a: '123456789012345678',
      b: ['0.1234567890123456789'],
      c: '1234567890123456789',
      d: 12.5,
      e: 12000000,
    });
  });

  test('other bodies stay as they are, byte for byte', () => {
    for (const text of ['{"a": 1.50}', 'no json 12345678901234567890', '{"broken": 12345678901234567890']) {
      expect(withExactNumbers(text)).toBe(text);
    }
  });

  test('keys such as __proto__ stay data', () => {
    const parsed = JSON.parse(withExactNumbers('{"__proto__":{"x":12345678901234567890}}')) as object;
    expect(Object.keys(parsed)).toEqual(['__proto__']);
  });
});

describe('plainDecimal', () => {
  test.each([
    ['1.50', '1.5'],
    ['1.2E7', '12000000'],
    ['1e-7', '0.0000001'],
    ['1.25e-3', '0.00125'],
    ['1e21', '1000000000000000000000'],
    ['-0.0', '0'],
    ['-0', '0'],
    ['00123', '123'],
    ['0.10', '0.1'],
    ['-12.340E1', '-123.4'],
    ['123456789012345678.99', '123456789012345678.99'],
    ['NaN', 'NaN'],
  ])('%s → %s', (text, plain) => {
    expect(plainDecimal(text)).toBe(plain);
  });

  test('keeps the value of every double, and is stable', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const plain = plainDecimal(String(number));
        expect(plain).not.toMatch(/e/i);
        expect(Number(plain) + 0).toBe(number + 0);
        expect(plainDecimal(plain)).toBe(plain);
      }),
    );
  });
});
