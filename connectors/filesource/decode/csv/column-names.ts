import { Fault } from '../../../../domain/faults.ts';
import type { CsvRecords } from './csv-records.ts';

/**
 * The columns' names from the header record: kept as they are written, an empty one named by its number, and a repeated
 * one numbered (`email`, `email_2`), so that every column can be mapped and none overwrites another.
 */
export function columnNames(records: CsvRecords, hasHeader: boolean): string[] {
  if (!hasHeader) return uniqueNames(Array.from({ length: records.cellCount }, () => ''));
  const problem = records.problem(records.cellCount);
  if (problem !== null) {
    throw new Fault(
      'source_data_unreadable',
      `The header (${problem.position}) cannot be read: ${problem.message}`,
    );
  }
  return uniqueNames(records.cells());
}

/** Gives empty names their number and repeated ones a suffix; a suffix never takes a name that the header holds. */
export function uniqueNames(names: readonly string[]): string[] {
  const written = new Set(names);
  const taken = new Set<string>();
  // Where the search went on, so that thousands of equal names are not counted through again for each.
  const next = new Map<string, number>();
  return names.map((name, index) => {
    const wanted = name === '' ? `column_${index + 1}` : name;
    let unique = wanted;
    let number = next.get(wanted) ?? 2;
    for (; taken.has(unique) || (unique !== name && written.has(unique)); number += 1)
      unique = `${wanted}_${number}`;
    next.set(wanted, number);
    taken.add(unique);
    return unique;
  });
}
