import type { Cell, Json } from '../json.ts';
import type { Columns } from './compile-field.ts';
import { resolvePath } from './path.ts';
import { cellReader } from './read-cell.ts';
import type { Condition } from './types.ts';

type CellTest = (cell: Cell) => boolean;

/** Numbers and booleans meet the texts of a CSV file as text; booleans without regard to case. */
const comparable = (value: Json): string => {
  if (typeof value === 'string') return /^(?:true|false)$/i.test(value) ? value.toLowerCase() : value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const isEmpty = (cell: Cell): cell is null | undefined | '' =>
  cell === null || cell === undefined || cell === '';

const among = (condition: Condition): CellTest => {
  const { value = null } = condition;
  const listed = (Array.isArray(value) ? value : [value]) as readonly Json[];
  const values = new Set(listed.map(comparable));
  return (cell) => !isEmpty(cell) && values.has(comparable(cell));
};

const cellTest = (condition: Condition): CellTest => {
  switch (condition.operator) {
    case 'is_null':
      return isEmpty;
    case 'is_not_null':
      return (cell) => !isEmpty(cell);
    case 'equals':
    case 'in':
      return among(condition);
    case 'not_equals':
    case 'not_in': {
      const test = among(condition);
      return (cell) => !test(cell);
    }
  }
};

/** True for a row that meets every condition; a value that is null, empty or absent equals nothing. */
export const compileConditions = (
  conditions: readonly Condition[],
  columns: Columns,
): ((row: readonly Cell[]) => boolean) | null => {
  if (conditions.length === 0) return null;
  const tests = conditions.map((condition) => {
    const readerOf = (path: string) => cellReader(resolvePath(path, columns.names), columns.indices);
    const read = readerOf(condition.path);
    const former = condition.formerly === undefined ? null : readerOf(condition.formerly);
    const test = cellTest(condition);
    return (row: readonly Cell[]): boolean => test(read?.(row) ?? former?.(row));
  });
  return (row) => tests.every((test) => test(row));
};
