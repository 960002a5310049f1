/**
 * Exact decimals as text. Canonical form: no exponent, no plus sign, no leading zeros, no trailing zeros of the fraction,
 * no negative zero; equal numbers have equal texts. Nothing here passes through a binary float.
 */

/** A decimal as an integer of 10^-scale units. */
interface Parts {
  readonly units: bigint;
  readonly scale: number;
}

const canonicalDecimal = /^(?:0|-?[1-9]\d{0,18}(?:\.\d{0,17}[1-9])?|-?0\.\d{0,17}[1-9])$/;
const anyDecimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
/** More digits than a NUMERIC(38) or a DuckDB DECIMAL can hold. */
const mostDigits = 38;

const render = (negative: boolean, digits: string, scale: number): string | null => {
  const padded = scale > 0 ? digits.padStart(scale + 1, '0') : digits + '0'.repeat(-scale);
  const split = scale > 0 ? padded.length - scale : padded.length;
  const whole = padded.slice(0, split).replace(/^0+(?=\d)/, '');
  const fraction = padded.slice(split).replace(/0+$/, '');
  if (whole.length + fraction.length > mostDigits) return null;
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && text !== '0' ? `-${text}` : text;
};

/**
 * The canonical form of a plain decimal (`-12.50` → `-12.5`, `1e3` → `1000`), or null for anything else and for more
 * than 38 digits.
 */
export const decimalText = (text: string): string | null => {
  if (canonicalDecimal.test(text)) return text;
  const match = anyDecimal.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponent] = match;
  if (whole === '' && fraction === '') return null;
  const scale = fraction.length - Number(exponent ?? 0);
  if (Math.abs(scale) > 400 || whole.length + fraction.length > 400) return null;
  return render(sign === '-', whole + fraction, scale);
};

const parts = (text: string): Parts => {
  const point = text.indexOf('.');
  if (point < 0) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
};

const fromParts = ({ units, scale }: Parts): string | null => {
  const negative = units < 0n;
  return render(negative, String(negative ? -units : units), scale);
};

/** A canonical decimal times 10^places, exactly; null when it needs more than 38 digits. */
export const shiftDecimal = (value: string, places: number): string | null => {
  const negative = value.startsWith('-');
  const point = value.indexOf('.');
  const digits = value.slice(negative ? 1 : 0).replace('.', '');
  return render(negative, digits, (point < 0 ? 0 : value.length - point - 1) - places);
};

/** Product of two canonical decimals; null when it needs more than 38 digits. */
export const multiplyDecimals = (left: string, right: string): string | null => {
  const a = parts(left);
  const b = parts(right);
  return fromParts({ units: a.units * b.units, scale: a.scale + b.scale });
};

/** Sum of canonical decimals (`0` for none); null when it needs more than 38 digits. */
export const sumDecimals = (values: readonly string[]): string | null => {
  let units = 0n;
  let scale = 0;
  for (const value of values) {
    const next = parts(value);
    if (next.scale > scale) {
      units *= 10n ** BigInt(next.scale - scale);
      scale = next.scale;
    }
    units += next.units * 10n ** BigInt(scale - next.scale);
  }
  return fromParts({ units, scale });
};

/** A canonical decimal rounded to `digits` places after the point, halves away from zero. */
export const roundDecimal = (value: string, digits: number): string => {
  const { units, scale } = parts(value);
  if (scale <= digits) return value;
  const unit = 10n ** BigInt(scale - digits);
  const half = units < 0n ? -unit / 2n : unit / 2n;
  return fromParts({ units: (units + half) / unit, scale: digits }) ?? value;
};

/**
 * Left over right with at most `digits` places after the point, halves away from zero; null for a division by zero and when
 * it needs more than 38 digits.
 */
export const divideDecimals = (left: string, right: string, digits: number): string | null => {
  const a = parts(left);
  const b = parts(right);
  if (b.units === 0n) return null;
  // One place more than asked for, which then decides how the last one is rounded.
  const numerator = a.units * 10n ** BigInt(b.scale + digits + 1);
  const quotient = numerator / (b.units * 10n ** BigInt(a.scale));
  const text = fromParts({ units: quotient, scale: digits + 1 });
  return text === null ? null : roundDecimal(text, digits);
};

/** Negative, zero or positive as the left canonical decimal is below, equal to or above the right. */
export const compareDecimals = (left: string, right: string): number => {
  const a = parts(left);
  const b = parts(right);
  const scale = Math.max(a.scale, b.scale);
  const difference = a.units * 10n ** BigInt(scale - a.scale) - b.units * 10n ** BigInt(scale - b.scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
