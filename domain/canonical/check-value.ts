import type { Json } from '../json.ts';
import { isStorable } from '../storable-text.ts';
import { compareDecimals, decimalText } from './decimal.ts';
import type { CanonicalField, CanonicalFormat } from './field.ts';
import { isCanonicalTimestamp, isoDate, readIsoMoment, timestampText } from './iso-time.ts';
import { Refusal, shown } from './refusal.ts';

/** Takes a value that is not null; answers the canonical value or why there is none. */
export type Checker = (value: Json) => Json | Refusal;

const wrongType = (value: Json, wanted: string, cure: string): Refusal =>
  new Refusal('wrong_type', `${shown(value)} is no ${wanted}; ${cure}`);

const formats: Readonly<Record<CanonicalFormat, { pattern: RegExp; noun: string; cure: string } | null>> = {
  email: { pattern: /^[^\s@]+@[^\s@]+$/, noun: 'e-mail address', cure: 'use the transform email' },
  domain: { pattern: /^[^\s@/:]+\.[^\s@/:.]+$/, noun: 'domain', cure: 'use the transform domain' },
  url: { pattern: /^[a-z][a-z0-9+.-]*:\/\/\S+$/, noun: 'web address', cure: 'use the transform url' },
  country: { pattern: /^[A-Z]{2}$/, noun: 'ISO 3166-1 alpha-2 country', cure: 'use the transform country' },
  currency: { pattern: /^[A-Z]{3}$/, noun: 'ISO 4217 currency', cure: 'use the transform currency' },
  // A number that no rule of E.164 can read may still be dialled, so a phone is any short text.
  phone: null,
};

const textOf = (value: Json): string | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimalText(String(value));
  return typeof value === 'boolean' ? String(value) : null;
};

const textChecker = (field: CanonicalField): Checker => {
  const format = field.format === null ? null : formats[field.format];
  const { maxLength } = field;
  return (value) => {
    const text = typeof value === 'string' ? value : textOf(value);
    if (text === null)
      return wrongType(value, 'text', 'take one value of it by a nested path, first, join or json_text');
    if (text.length > maxLength) {
      const cure = 'use substring, or map another field';
      return new Refusal('too_long', `${shown(text)} has ${text.length} characters of ${maxLength}; ${cure}`);
    }
    if (!isStorable(text)) {
      return new Refusal(
        'unstorable_text',
        `${shown(text)} holds a NUL or half a character; correct the source`,
      );
    }
    if (format !== null && text !== '' && !format.pattern.test(text)) {
      return new Refusal(
        'wrong_format',
        `${shown(text)} is no ${format.noun}; ${format.cure} or correct the source`,
      );
    }
    return text;
  };
};

const outOfRange = (value: Json, { minimum, maximum, unit }: CanonicalField): Refusal => {
  const from = minimum === null ? '' : ` from ${minimum}`;
  const to = maximum === null ? '' : ` to ${maximum}`;
  const hint = unit === null ? '' : ` (${unit})`;
  return new Refusal(
    'out_of_range',
    `${shown(value)} is not${from}${to}${hint}; scale it or correct the source`,
  );
};

const rangeOf = (field: CanonicalField): ((text: string) => boolean) => {
  const lowest = field.minimum === null ? null : String(field.minimum);
  const highest = field.maximum === null ? null : String(field.maximum);
  if (lowest === null && highest === null) return () => true;
  if (lowest === '0' && highest === null) return (text) => !text.startsWith('-');
  return (text) =>
    (lowest === null || compareDecimals(text, lowest) >= 0) &&
    (highest === null || compareDecimals(text, highest) <= 0);
};

const numberText = (value: Json): string | null => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' ? decimalText(text) : null;
};

const decimalChecker = (field: CanonicalField): Checker => {
  const within = rangeOf(field);
  return (value) => {
    const text = numberText(value);
    if (text === null)
      return wrongType(value, 'decimal number of up to 38 digits', 'use the transform decimal');
    return within(text) ? text : outOfRange(value, field);
  };
};

const integerChecker = (field: CanonicalField): Checker => {
  const within = rangeOf(field);
  return (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && within(String(value))) return value;
    const text = numberText(value);
    if (text === null || text.includes('.'))
      return wrongType(value, 'whole number', 'use the transform integer');
    const number = Number(text);
    return within(text) && Number.isSafeInteger(number) ? number : outOfRange(value, field);
  };
};

const booleanChecker: Checker = (value) => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === 'false') return word === 'true';
  return wrongType(value, 'true or false', 'use the transform boolean or enum');
};

const dateChecker: Checker = (value) =>
  (typeof value === 'string' ? isoDate(value) : null) ??
  wrongType(value, 'date of the form YYYY-MM-DD', 'use the transform date or date_only');

const timestampChecker: Checker = (value) => {
  if (typeof value !== 'string') return wrongType(value, 'ISO 8601 time', 'use the transform timestamp');
  if (isCanonicalTimestamp(value)) return value;
  const moment = readIsoMoment(value);
  if (moment === null)
    return wrongType(value, 'ISO 8601 time', 'use the transform timestamp with its formats');
  if (moment.offset === null) {
    return new Refusal(
      'zone_missing',
      `${shown(value)} has no time zone; use the transform timestamp with a zone`,
    );
  }
  return (
    timestampText(moment.time, moment.offset) ?? wrongType(value, 'time of the years 1 to 9999', 'correct it')
  );
};

/** The check that every value of a canonical field passes last; it also brings equal values to equal forms. */
export const checkerOf = (field: CanonicalField): Checker => {
  switch (field.type) {
    case 'text':
      return textChecker(field);
    case 'decimal':
      return decimalChecker(field);
    case 'integer':
      return integerChecker(field);
    case 'boolean':
      return booleanChecker;
    case 'date':
      return dateChecker;
    case 'timestamp':
      return timestampChecker;
    case 'json':
      return (value) => value;
  }
};
