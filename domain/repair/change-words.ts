import type { FieldChange } from './repair.ts';

/** A repair of a whole object is told by its first changes. */
const mostTold = 5;

const changeWords = ({ field, kind, lost, found }: FieldChange): string => {
  if (kind === 'retype') return `${field}: ${lost.join(', ')} by its new type`;
  const before = lost.length === 0 ? '' : `${lost.join(', ')} `;
  return `${field}: ${before}→ ${found.length === 0 ? 'nothing' : found.join(', ')}`;
};

/** The changes that a repair makes, in a line for a mapping's history: `industry: sector → line_of_business`. */
export const changesInWords = (changes: readonly FieldChange[]): string => {
  const made = changes.filter(({ selected }) => selected);
  const told = made.slice(0, mostTold).map(changeWords);
  const more = made.length > mostTold ? [`${made.length - mostTold} more`] : [];
  return [...told, ...more].join('; ');
};
