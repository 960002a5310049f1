import { decimalText, multiplyDecimals, sumDecimals } from '../../canonical/decimal.ts';
import { Refusal, shown } from '../../canonical/refusal.ts';
import type { Json } from '../../json.ts';
import { readNested } from '../read-cell.ts';
import { readPath } from '../path.ts';
import { ArgumentError, textArgument, textsArgument } from '../transform-spec.ts';
import type { Arguments, Step, TransformSpec } from '../transform-spec.ts';

const isEmpty = (value: Json | undefined): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

const join = (given: Arguments): Step<readonly Json[]> => {
  const by = textArgument(given, 'by', ' ');
  return (list) => {
    const texts: string[] = [];
    for (const item of list) {
      if (isEmpty(item)) continue;
      if (typeof item === 'object')
        return new Refusal('wrong_type', `${shown(item)} cannot be joined; pluck one field of it`);
      const text = String(item).trim();
      if (text !== '') texts.push(text);
    }
    return texts.length === 0 ? null : texts.join(by);
  };
};

const numberOf = (value: Json | undefined): string | null => {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return decimalText(String(value));
};

const noNumber = (value: Json): Refusal =>
  new Refusal('no_decimal', `${shown(value)} in the list is no decimal number; correct the source`);
const tooBig = (list: readonly Json[]): Refusal =>
  new Refusal('out_of_range', `the total of ${shown(list)} needs more than 38 digits; correct the source`);

const sum: Step<readonly Json[]> = (list) => {
  const numbers: string[] = [];
  for (const item of list) {
    if (isEmpty(item)) continue;
    const number = numberOf(item);
    if (number === null) return noNumber(item);
    numbers.push(number);
  }
  return sumDecimals(numbers) ?? tooBig(list);
};

const asList = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : isEmpty(value) ? [] : [value];

const fieldOf = (item: Json, field: string): Json =>
  item !== null && typeof item === 'object' && !Array.isArray(item) && Object.hasOwn(item, field)
    ? ((item as Readonly<Record<string, Json>>)[field] ?? null)
    : null;

/** Rows of factors: from lists side by side, or from fields of the objects of one list. */
const factorRows = (list: readonly Json[], fields: readonly string[]): readonly (readonly Json[])[] => {
  if (fields.length > 0) return list.map((item) => fields.map((field) => fieldOf(item, field)));
  const columns = list.map(asList);
  const longest = Math.max(0, ...columns.map((column) => column.length));
  return Array.from({ length: longest }, (_, at) => columns.map((column) => column[at] ?? null));
};

const product = (factors: readonly Json[]): string | Refusal => {
  let total: string | null = '1';
  for (const factor of factors) {
    const number = numberOf(factor);
    if (number === null) return noNumber(factor);
    total = multiplyDecimals(total, number);
    if (total === null) return tooBig(factors);
  }
  return total;
};

const sumOfProducts = (given: Arguments): Step<readonly Json[]> => {
  const fields = textsArgument(given, 'fields', []);
  if (fields.length === 1)
    throw new ArgumentError('fields names one field; name two or more, or use pluck and sum');
  return (list) => {
    const products: string[] = [];
    for (const factors of factorRows(list, fields)) {
      if (factors.every((factor) => isEmpty(factor))) continue;
      const next = product(factors);
      if (next instanceof Refusal) return next;
      products.push(next);
    }
    return sumDecimals(products) ?? tooBig(list);
  };
};

const pluck = (given: Arguments): Step<readonly Json[]> => {
  const path = readPath(textArgument(given, 'path', ''));
  if (path === null)
    throw new ArgumentError('path cannot be read; write a.b, and names with dots in double quotes');
  return (list) => list.map((item) => readNested(item, path, 0) ?? null);
};

const plain = (name: string, summary: string, build: () => Step<readonly Json[]>): TransformSpec => ({
  name,
  summary,
  example: name,
  parameters: [],
  takes: 'list',
  build,
});

/** Transforms of lists: of several source paths, or of an array in a document. */
export const listTransforms: readonly TransformSpec[] = [
  {
    name: 'join',
    summary: 'Joins values to one text; null and empty ones are left out.',
    example: 'join: " "',
    parameters: [
      { name: 'by', type: 'text', primary: true, description: 'Text between the values. Default a space.' },
    ],
    takes: 'list',
    build: join,
  },
  plain(
    'coalesce',
    'The first value that is neither null nor empty.',
    () => (list) => list.find((item) => !isEmpty(item)) ?? null,
  ),
  plain('first', 'The first element of a list.', () => (list) => list[0] ?? null),
  plain('last', 'The last element of a list.', () => (list) => list.at(-1) ?? null),
  plain('count', 'The number of elements of a list.', () => (list) => list.length),
  plain('sum', 'The exact sum of decimals; null and empty elements are left out.', () => sum),
  {
    name: 'sum_of_products',
    summary:
      'Multiplies side by side and sums: two paths such as lines[].qty and lines[].price, or `fields` of one list.',
    example: 'sum_of_products: [qty, price]',
    parameters: [
      {
        name: 'fields',
        type: 'texts',
        primary: true,
        description: 'Fields of each element that are multiplied.',
      },
    ],
    takes: 'list',
    build: sumOfProducts,
  },
  {
    name: 'pluck',
    summary: 'One field of every element of a list.',
    example: 'pluck: sku',
    parameters: [
      { name: 'path', type: 'text', required: true, primary: true, description: 'Path within an element.' },
    ],
    takes: 'list',
    build: pluck,
  },
];
