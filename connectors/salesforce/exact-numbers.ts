/**
 * Salesforce sends currency, percent and double as JSON numbers of up to 18 digits; a double holds 15 exactly. Numbers that
 * a double would change are therefore turned into strings with the text that came, before jsforce parses the body.
 */

/** Sixteen digits or more in a row, or with a point between: the only texts that a double may change. */
const longNumber = /\d[\d.]{15,}/;

interface ReviverContext {
  readonly source?: string;
}

const digitsOf = (source: string): number =>
  source.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').length;

const keepSource = (_key: string, value: unknown, context?: ReviverContext): unknown =>
  typeof value === 'number' && context?.source !== undefined && digitsOf(context.source) > 15
    ? context.source
    : value;

/** The same JSON text, with long numbers as strings; text that is no JSON comes back as it is. */
export const withExactNumbers = (text: string): string => {
  if (!longNumber.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text, keepSource));
  } catch {
    return text;
  }
};

/** Decimal notation of a JSON number's text: no exponent, no superfluous zeros (`1.2E7` → `12000000`, `1.50` → `1.5`). */
export const plainDecimal = (text: string): string => {
  const found = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (found === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const padded =
    point > digits.length
      ? digits.padEnd(point, '0')
      : digits.padStart(digits.length - Math.min(0, point - 1), '0');
  const at = Math.max(point, 1);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const after = padded.slice(at).replace(/0+$/, '');
  const plain = after === '' ? before : `${before}.${after}`;
  return plain === '0' ? plain : sign + plain;
};
