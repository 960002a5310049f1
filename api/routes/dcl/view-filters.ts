import { Fault } from '../../../domain/faults.ts';
import type { FieldFault } from '../../../domain/faults.ts';
import { columnType, idColumn, indexedColumns } from '../../../domain/dcl/views.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { ViewFilter } from '../../../platform/database/repositories/golden-records.ts';

export interface ViewOrder {
  readonly sort: string;
  readonly descending: boolean;
}

const forms: Readonly<Record<string, readonly [pattern: RegExp, words: string]>> = {
  decimal: [/^-?\d{1,38}(\.\d{1,38})?$/, 'a number'],
  integer: [/^-?\d{1,15}$/, 'a whole number'],
  boolean: [/^(true|false)$/, 'true or false'],
  date: [/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day, YYYY-MM-DD'],
  timestamp: [
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/,
    'a time in RFC 3339',
  ],
};

const isTime = (type: string, value: string): boolean =>
  (type !== 'date' && type !== 'timestamp') || !Number.isNaN(Date.parse(value));

/** Column and comparison that a query parameter stands for. */
const readName = (
  entity: Entity,
  name: string,
): readonly [column: string, op: ViewFilter['op']] | undefined => {
  const known = indexedColumns[entity];
  if (known.includes(name)) return [name, '='];
  for (const [end, op] of [
    ['_from', '>='],
    ['_to', '<='],
  ] as const) {
    const column = name.endsWith(end) ? name.slice(0, -end.length) : '';
    if (known.includes(column) && columnType(entity, column) !== 'text') return [column, op];
  }
  return undefined;
};

const listed = (entity: Entity): string => indexedColumns[entity].join(', ');

/**
 * The filters that a query asks for, on indexed columns alone.
 * @throws Fault `validation_failed` naming each parameter that is none, or whose value has another form
 */
export const readFilters = (
  entity: Entity,
  parameters: Readonly<Record<string, string | undefined>>,
): readonly ViewFilter[] => {
  const errors: FieldFault[] = [];
  const filters = Object.entries(parameters).flatMap(([name, value]): ViewFilter[] => {
    if (value === undefined) return [];
    const read = readName(entity, name);
    if (read === undefined) {
      const message = `${entity} is filtered by ${listed(entity)}`;
      errors.push({ pointer: `?${name}`, code: 'not_indexed', message });
      return [];
    }
    const [column, op] = read;
    const type = columnType(entity, column) ?? 'text';
    const form = forms[type];
    if (form !== undefined && !(form[0].test(value) && isTime(type, value))) {
      errors.push({ pointer: `?${name}`, code: 'invalid', message: `Write ${form[1]}` });
      return [];
    }
    return [{ column, op, value }];
  });
  if (errors.length > 0) throw new Fault('validation_failed', 'The view cannot be filtered so', { errors });
  return filters;
};

/**
 * The order that a query asks for.
 * @throws Fault `validation_failed` for a column without an index
 */
export const readOrder = (entity: Entity, text: string | undefined): ViewOrder => {
  if (text === undefined) return { sort: idColumn(entity), descending: false };
  const descending = text.startsWith('-');
  const sort = descending ? text.slice(1) : text;
  if (sort !== idColumn(entity) && !indexedColumns[entity].includes(sort))
    throw new Fault('validation_failed', 'The view cannot be sorted so', {
      errors: [
        {
          pointer: '?sort',
          code: 'not_indexed',
          message: `${entity} is sorted by ${idColumn(entity)}, ${listed(entity)}`,
        },
      ],
    });
  return { sort, descending };
};
