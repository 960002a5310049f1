import { countryCode } from '../mapping/transforms/country.ts';
import { nameDimensions, viewSql } from './catalogue.ts';
import { binder } from './build-query.ts';
import type { Query, ResolvedName } from './build-query.ts';
import type { Dimension, NameFilter, View } from './intent.ts';

/** A value of a view that a name may mean. */
export interface NameCandidate extends ResolvedName {
  /** 2: the very name, 1: begins with it, 0: holds it. */
  readonly likeness: number;
  readonly records: number;
}

export type Resolution =
  | { readonly found: ResolvedName }
  | { readonly found: undefined; readonly choices: readonly NameCandidate[] };

const mostCandidates = 12;

/** Finds what a name may mean: columns `dimension`, `value`, `likeness`, `records`, the likest first. */
export const candidatesQuery = (view: View, { dimension, text }: NameFilter): Query => {
  const { bind, parameters } = binder();
  const wanted = bind(text);
  const { from, dimensions } = viewSql[view];
  const parts = (dimension === null ? nameDimensions(view) : [dimension]).map((each) => {
    const column = dimensions[each] ?? 'null';
    if (each === 'country' || each === 'currency') {
      const code = bind(each === 'country' ? (countryCode(text) ?? text) : text);
      return `select '${each}' as dimension, cast(${column} as varchar) as value, 2 as likeness, count(*) as records
from ${from} where upper(${column}) = upper(${code}) group by 2`;
    }
    return `select '${each}' as dimension, cast(${column} as varchar) as value,
  max(case when lower(${column}) = lower(${wanted}) then 2 when starts_with(lower(${column}), lower(${wanted})) then 1 else 0 end) as likeness,
  count(*) as records
from ${from} where contains(lower(${column}), lower(${wanted})) group by 2`;
  });
  return {
    sql: `${parts.join('\nunion all ')}\norder by likeness desc, records desc, dimension, value\nlimit ${String(mostCandidates)}`,
    parameters,
  };
};

const distinct = (candidates: readonly NameCandidate[]): readonly NameCandidate[] => {
  const seen = new Map<string, NameCandidate>();
  for (const candidate of candidates) {
    const key = `${candidate.dimension} ${candidate.value.toLowerCase()}`;
    if (!seen.has(key)) seen.set(key, candidate);
  }
  return [...seen.values()];
};

/** An owner and a customer may share a name; a record's own name is what is meant last. */
const preferred: readonly Dimension[] = ['account', 'service', 'provider', 'region', 'country'];

/** The value meant: the very name, or the only one that holds it; otherwise the choices there are (none: unknown). */
export const resolveName = (candidates: readonly NameCandidate[]): Resolution => {
  const exact = distinct(candidates.filter(({ likeness }) => likeness === 2));
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return { found: only };
  const first = preferred.flatMap((each) => exact.filter(({ dimension }) => dimension === each))[0];
  if (first !== undefined) return { found: first };
  if (exact.length > 1) return { found: undefined, choices: exact };
  const near = distinct(candidates);
  const [nearest] = near;
  return nearest !== undefined && near.length === 1
    ? { found: nearest }
    : { found: undefined, choices: near };
};
