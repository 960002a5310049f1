import type { SchemaChange } from './changes.ts';

const numeric: ReadonlySet<string> = new Set(['integer', 'decimal', 'float']);
/** Whether a type, as its text begins, is one of numbers: they are read alike. */
export const isNumeric = (type: string): boolean => numeric.has(type.split(' ')[0] ?? '');

/**
 * Source paths that may not be read while the ticket is open: gone, renamed, or of another type. A number that became
 * another kind of number is still that number.
 */
export const lostPaths = (changes: readonly SchemaChange[]): readonly string[] => {
  const lost = changes.flatMap((change) => {
    if (change.kind === 'removed' || change.kind === 'renamed') return [change.field];
    if (change.kind !== 'retyped' || change.severity === 'harmless') return [];
    return isNumeric(change.from) && isNumeric(change.to) ? [] : [change.field];
  });
  return [...new Set(lost)].sort();
};
