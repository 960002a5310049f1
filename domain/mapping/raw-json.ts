import { Fault } from '../faults.ts';
import type { Cell } from '../json.ts';
import { canonicalJson, jsonString } from './canonical-json.ts';

/**
 * Compiles the canonical JSON text of rows of these columns: columns sorted by code unit, absent values left out, keys of
 * nested values sorted, no white space. The text is what is stored as the raw record and what its hash covers.
 * Throws Fault `source_data_unreadable` for columns that are not distinct.
 */
export const compileRawJson = (columns: readonly string[]): ((row: readonly Cell[]) => string) => {
  const sorted = columns
    .map((name, index) => ({ name, index, label: `${jsonString(name)}:` }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const twice = sorted.find((column, at) => column.name === sorted[at + 1]?.name);
  if (twice !== undefined) {
    throw new Fault(
      'source_data_unreadable',
      `The column ${twice.name} stands twice; give each column its own name`,
    );
  }
  return (row) => {
    let text = '{';
    for (const { index, label } of sorted) {
      const cell = row[index];
      if (cell === undefined) continue;
      if (text.length > 1) text += ',';
      text += label + (typeof cell === 'string' ? jsonString(cell) : canonicalJson(cell));
    }
    return `${text}}`;
  };
};
