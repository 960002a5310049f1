import type { Json } from '../../domain/json.ts';

/** A value that the source holds but that must not travel further; its row is set apart as unreadable. */
export class UnreadableValue extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UnreadableValue';
    this.code = code;
  }
}

/** Later steps walk documents by recursion; a document this deep is an attack or an accident. */
const deepest = 200;

/** Numbers that a double may not hold exactly: long runs of digits, or exponents. */
const perhapsInexact = /[\d.]{16}|\d[eE]/;

const isTooDeep = (text: string): boolean => {
  if (text.length < 2 * deepest) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) inString = !inString;
    else if (!inString && (code === 0x5b || code === 0x7b)) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (!inString && (code === 0x5d || code === 0x7d)) depth -= 1;
  }
  return false;
};

/** The decimal value of a JSON number as digits and exponent, so that `1.50` and `15e-1` compare equal. */
const canonicalNumber = (text: string): string => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
};

const isExact = (source: string, value: number): boolean =>
  Number.isFinite(value) && canonicalNumber(source) === canonicalNumber(String(value));

/** Hands each number's own text to the reviver (ECMAScript's JSON.parse source text access). */
const exactNumbers = (_key: string, value: unknown, context?: { source?: string }): unknown => {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return isExact(context.source, value) ? value : context.source;
};

/**
 * JSON text as plain values: a number that a double cannot hold becomes its text, and a key `__proto__` is a key like any
 * other (JSON.parse defines own properties and sets no prototype).
 * @throws UnreadableValue `too_deep` beyond 200 levels
 */
export const parseJson = (text: string): Json => {
  if (isTooDeep(text)) throw new UnreadableValue('too_deep', `JSON nested deeper than ${deepest} levels`);
  return JSON.parse(text, perhapsInexact.test(text) ? exactNumbers : undefined) as Json;
};
