import { Fault } from '../faults.ts';
import type { Cell } from '../json.ts';
import type { JsonBytes } from './json-bytes.ts';

/**
 * Compiles the canonical JSON of rows of these columns: columns sorted by code unit, absent values left out, keys of nested
 * values sorted, no white space. What is written to `into`, whose form must be exact, is what is stored as the raw record and
 * what its hash covers. Throws Fault `source_data_unreadable` for columns that are not distinct.
 */
export const compileRawJson = (
  columns: readonly string[],
  into: JsonBytes,
): ((row: readonly Cell[]) => void) => {
  const sorted = columns
    .map((name, index) => ({ name, index, label: into.label(name) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const twice = sorted.find((column, at) => column.name === sorted[at + 1]?.name);
  if (twice !== undefined) {
    throw new Fault(
      'source_data_unreadable',
      `The column ${twice.name} stands twice; give each column its own name`,
    );
  }
  return (row) => {
    const from = into.length;
    for (const { index, label } of sorted) {
      const cell = row[index];
      if (cell === undefined) continue;
      into.copy(label);
      into.value(cell);
    }
    into.closeObject(from);
  };
};
