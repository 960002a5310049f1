import { decimalText, multiplyDecimals, roundDecimal, shiftDecimal } from '../../canonical/decimal.ts';
import { Refusal, shown } from '../../canonical/refusal.ts';
import type { Json } from '../../json.ts';
import { scalarText } from '../scalar-text.ts';
import { ArgumentError, numberArgument, otherwise, textArgument } from '../transform-spec.ts';
import type { Arguments, Step, TransformSpec } from '../transform-spec.ts';

const noDecimal = (value: Json): Refusal =>
  new Refusal(
    'no_decimal',
    `${shown(value)} is no decimal number; name its decimal_mark and group, or correct the source`,
  );
const tooBig = (value: Json): Refusal =>
  new Refusal('out_of_range', `${shown(value)} needs more than 38 digits; round or scale it`);

const mostDigits = 38;
const unreadable = (text: string): Refusal =>
  (text.match(/\d/g)?.length ?? 0) > mostDigits ? tooBig(text) : noDecimal(text);

const currencyMarks = /[\p{Sc}\s\u200e\u200f]|^[A-Z]{3}(?=[\s\d-])|(?<=[\s\d])[A-Z]{3}$/gu;
const escaped = (mark: string): string => mark.replace(/[.\\^$|()[\]{}*+?]/g, '\\$&');

const readMarked = (mark: string, group: string): ((text: string) => string | null) => {
  const space = /^\s$/.test(group);
  // Groups of three, or the Indian two-two-three: a comma elsewhere is another locale's decimal mark, not a group.
  const between = space ? '' : escaped(group);
  const grouped = new RegExp(`^\\d{1,3}(?:${between}\\d{2,3})*${between}\\d{3}$`);
  return (text) => {
    const accounting = /^\((.*)\)$/.exec(text.trim());
    const bare = (accounting?.[1] ?? text).replace(currencyMarks, '').replace(/[\u2212\u2013]/g, '-');
    const trailing = /^([^-]+)-$/.exec(bare);
    const signed = trailing === null ? bare : `-${trailing[1] ?? ''}`;
    const sign = signed.startsWith('-') || signed.startsWith('+') ? signed.charAt(0) : '';
    const [whole = '', fraction, ...rest] = signed.slice(sign.length).split(mark);
    if (rest.length > 0) return null;
    const digits = whole.includes(group) ? (grouped.test(whole) ? whole.replaceAll(group, '') : 'x') : whole;
    const value = decimalText(`${sign}${digits}${fraction === undefined ? '' : `.${fraction}`}`);
    if (accounting === null || value === null) return value;
    return value.startsWith('-') ? null : multiplyDecimals(value, '-1');
  };
};

const decimal = (given: Arguments): Step<string> => {
  const mark = textArgument(given, 'decimal_mark', '.');
  const group = textArgument(given, 'group', mark === ',' ? '.' : ',');
  if (mark === group)
    throw new ArgumentError('decimal_mark and group are the same; give each its own character');
  const read = readMarked(mark, group);
  if (mark !== '.') return (text) => read(text) ?? unreadable(text);
  const usual = group === ',' ? /^\$?\d{1,3}(?:,\d{3})*(?:\.\d{1,9})?$/ : /^\$?\d{1,16}(?:\.\d{1,9})?$/;
  return (text) =>
    decimalText(usual.test(text) ? text.replace(/[$,]/g, '') : text) ?? read(text) ?? unreadable(text);
};

const onDecimal =
  (compute: (value: string) => string | null): Step<string> =>
  (text) => {
    const value = decimalText(text);
    return value === null ? noDecimal(text) : (compute(value) ?? tooBig(text));
  };

const scale = (given: Arguments): Step<string> => {
  const by = decimalText(scalarText(given['by'] ?? ''));
  if (by === null) throw new ArgumentError('by must be a decimal number such as 1000000 or 0.01');
  const power = /^10*$/.test(by) ? by.length - 1 : null;
  return onDecimal(
    power === null ? (value) => multiplyDecimals(value, by) : (value) => shiftDecimal(value, power),
  );
};

const percent: Step<string> = (text) => {
  const value = decimalText(text.replace(/\s*%\s*$/, '').trim());
  return value === null ? noDecimal(text) : (shiftDecimal(value, -2) ?? tooBig(text));
};

const integer = (): Step<string> => {
  const read = readMarked('.', ',');
  return (text) => {
    const value = decimalText(text) ?? read(text);
    if (value === null || value.includes('.')) {
      return new Refusal('no_integer', `${shown(text)} is no whole number; round it or correct the source`);
    }
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  };
};

/** Transforms of numbers; decimals stay texts, so that no digit is lost. */
export const numberTransforms: readonly TransformSpec[] = [
  {
    name: 'decimal',
    summary:
      'Reads a number as people write it: grouped digits, a currency sign or code, parentheses or a trailing minus for ' +
      'negatives. Exact: never through a binary float.',
    example: 'decimal: { decimal_mark: ",", group: "." }',
    parameters: [
      {
        name: 'decimal_mark',
        type: 'word',
        choices: ['.', ','],
        description: 'Character before the fraction. Default ".".',
      },
      {
        name: 'group',
        type: 'word',
        choices: [',', '.', ' ', "'", '’', '_'],
        description:
          'Character between groups of digits. Default "," (or "." where the decimal mark is ",").',
      },
      otherwise,
    ],
    takes: 'text',
    build: decimal,
  },
  {
    name: 'scale',
    summary: 'Multiplies a decimal, exactly.',
    example: 'scale: 1000000',
    parameters: [
      { name: 'by', type: 'decimal', required: true, primary: true, description: 'The factor.' },
      otherwise,
    ],
    takes: 'text',
    build: scale,
  },
  {
    name: 'round',
    summary: 'Rounds a decimal, halves away from zero; for sources that hold money as binary floats.',
    example: 'round: 2',
    parameters: [
      {
        name: 'digits',
        type: 'integer',
        minimum: 0,
        maximum: 20,
        required: true,
        primary: true,
        description: 'Places after the decimal point.',
      },
      otherwise,
    ],
    takes: 'text',
    build: (given) => {
      const digits = numberArgument(given, 'digits', 0);
      return onDecimal((value) => roundDecimal(value, digits));
    },
  },
  {
    name: 'percent',
    summary: 'A percentage as a ratio: `10`, `10 %` and `10%` become 0.1.',
    example: 'percent',
    parameters: [otherwise],
    takes: 'text',
    build: () => percent,
  },
  {
    name: 'integer',
    summary: 'Reads a whole number; digits may be grouped by commas, a fraction of zeros is taken.',
    example: 'integer',
    parameters: [otherwise],
    takes: 'text',
    build: integer,
  },
];
