import type { Feature } from './plan.ts';

/** A feature that holds the words of an input, in lower case and without accents. */
export const wordsOf = (
  name: string,
  input: string,
  more: Pick<Feature, 'counted' | 'helper'> = {},
): Feature[] => [
  { name: `${name}_plain`, helper: true, sql: `au_plain(${input})` },
  { name, sql: `au_tidy(${name}_plain)`, ...more },
];
