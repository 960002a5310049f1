import fc from 'fast-check';
import {
  compareDecimals,
  decimalText,
  multiplyDecimals,
  roundDecimal,
  shiftDecimal,
  sumDecimals,
} from '../../../../domain/canonical/decimal.ts';
import {
  instantText,
  isCanonicalTimestamp,
  isoDate,
  plainUtc,
  readIsoMoment,
  timestampText,
} from '../../../../domain/canonical/iso-time.ts';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(12))
  .map(([units, places]) => shiftDecimal(String(units), -places)!);

describe('decimals', () => {
  test.each([
    ['+007.500', '7.5'],
    ['-0.00', '0'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['12.5E-3', '0.0125'],
    ['1e-7', '0.0000001'],
    ['', null],
    ['.', null],
    ['1 000', null],
    ['1,5', null],
    ['0x10', null],
    ['Infinity', null],
    ['NaN', null],
    ['1e999', null],
    ['1e9999999', null],
    ['1'.repeat(39), null],
    ['1'.repeat(38), '1'.repeat(38)],
  ])('%s is %s', (text, expected) => {
    expect(decimalText(text)).toBe(expected);
  });

  test('have one text for equal numbers', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(decimalText(value)).toBe(value);
        expect(decimalText(value.includes('.') ? `${value}00` : `${value}.0`)).toBe(value);
      }),
    );
  });

  test('obey arithmetic', () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (a, b, c) => {
        expect(sumDecimals([a, b])).toBe(sumDecimals([b, a]));
        expect(sumDecimals([a, multiplyDecimals(a, '-1')!])).toBe('0');
        const left = multiplyDecimals(a, b);
        expect(left).toBe(multiplyDecimals(b, a));
        expect(shiftDecimal(a, 3)).toBe(multiplyDecimals(a, '1000'));
        expect(Math.sign(compareDecimals(a, c))).toBe(-Math.sign(compareDecimals(c, a)) + 0 || 0);
        const gap = sumDecimals([roundDecimal(a, 2), multiplyDecimals(a, '-1')!])!.replace('-', '');
        expect(compareDecimals(gap, '0.005')).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('agree with exact integer arithmetic', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        (a, b) => {
          expect(multiplyDecimals(String(a), String(b))).toBe(String(a * b));
          expect(sumDecimals([String(a), String(b)])).toBe(String(a + b));
        },
      ),
    );
  });
});

describe('times', () => {
  const instant = fc.date({
    min: new Date('0001-01-02T00:00:00Z'),
    max: new Date('9999-12-30T00:00:00Z'),
    noInvalidDate: true,
  });

  test('are canonical in one form alone, and agree with Date', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const canonical = date
          .toISOString()
          .replace(/\.?0*Z$/, 'Z')
          .replace(/:Z$/, ':00Z');
        const expected =
          date.getUTCMilliseconds() === 0 ? date.toISOString().replace('.000Z', 'Z') : canonical;
        expect(isCanonicalTimestamp(expected)).toBe(true);
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 23);
        const sign = offset < 0 ? '-' : '+';
        const minutes = Math.abs(offset);
        const zone = `${sign}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const moment = readIsoMoment(`${local}${zone}`);
        expect(moment === null ? null : timestampText(moment.time, moment.offset ?? 0)).toBe(expected);
      }),
    );
  });

  test('read fast are as times read slowly', () => {
    const piece = fc.constantFrom(
      '2024-02-29',
      '2023-02-29',
      '2024-13-01',
      '0000-01-01',
      '1999-12-31',
      'x024-01-01',
    );
    const clock = fc.constantFrom('00:00:00', '23:59:59', '24:00:00', '12:60:00', '12:00:61', '1:00:00');
    const zone = fc.constantFrom('', 'Z', '.000Z', '.100Z', '+0000', '+00:00', '-00:00', '+01:00', ' Z', 'z');
    fc.assert(
      fc.property(piece, fc.constantFrom('T', ' ', '_'), clock, zone, (day, separator, time, end) => {
        const text = `${day}${separator}${time}${end}`;
        const fast = plainUtc(text, true);
        if (fast === null) return;
        const moment = readIsoMoment(text);
        expect(moment).not.toBeNull();
        expect(timestampText(moment!.time, moment!.offset ?? 0)).toBe(fast);
        expect(isCanonicalTimestamp(fast)).toBe(true);
      }),
    );
  });

  test('of the fast path are what they should be', () => {
    expect(plainUtc('2024-02-29 10:00:00', true)).toBe('2024-02-29T10:00:00Z');
    expect(plainUtc('2024-02-29 10:00:00', false)).toBeNull();
    expect(plainUtc('2024-02-29T10:00:00.000+0000', false)).toBe('2024-02-29T10:00:00Z');
    expect(plainUtc('2023-02-29T10:00:00Z', false)).toBeNull();
    expect(plainUtc('2024-02-29T10:00:00.100Z', false)).toBeNull();
  });

  test('know the calendar and its ends', () => {
    expect(isoDate('2000-02-29')).toBe('2000-02-29');
    expect(isoDate('1900-02-29')).toBeNull();
    expect(isoDate('2024-1-1')).toBeNull();
    expect(instantText(8.64e15, '')).toBeNull();
    expect(instantText(Number.NaN, '')).toBeNull();
    const last = readIsoMoment('9999-12-31T23:59:59-01:00');
    expect(timestampText(last!.time, last!.offset!)).toBeNull();
  });
});
