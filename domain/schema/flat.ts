import type { SourceObject } from './types.ts';

/** Documents, and files that hold such, name what is within a column as well; elsewhere a field's name is a column's. */
export const isFlat = ({ kind }: Pick<SourceObject, 'kind'>): boolean =>
  kind !== 'collection' && kind !== 'file';
