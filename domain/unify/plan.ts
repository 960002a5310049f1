/**
 * The language in which unification is described: features made of a record's fields, comparisons of two records'
 * features, and rules for which pairs are compared at all. Expressions are DuckDB SQL, plain texts without I/O.
 */

/** Entities whose records of several sources may denote one real thing. */
export const unifiedEntities = ['account', 'contact'] as const;
export type UnifiedEntity = (typeof unifiedEntities)[number];

/** A normalised value of one record. */
export interface Feature {
  readonly name: string;
  /** Over the plan's inputs, cleaned, and features that stand before it, by the macros of text-macros.ts. */
  readonly sql: string;
  /** The share of records with the same value is kept, for agreements on rare values say more than on common ones. */
  readonly counted?: boolean;
  /** A nickname is written as the name that it stands for. */
  readonly nickname?: boolean;
  /** A step on the way to features behind it, which is not kept: what they mention often is made once. */
  readonly helper?: boolean;
}

/** One degree of agreement. */
export interface Level {
  readonly name: string;
  /** Over the features `l.…` and `r.…`; the first level that holds is taken. */
  readonly when: string;
  /** Share of the pairs of one thing that agree so, before any data are seen. */
  readonly m: number;
  /** Share of the pairs of two things that agree so, before any data are seen. */
  readonly u: number;
  /** The counted feature whose rarity counts at this level: both records hold the same value of it. */
  readonly rarity?: string;
  /** m does not fall below the planned share, however seldom the data at hand disagree. */
  readonly floor?: boolean;
  /** The shares stay as they are: the agreement follows from others, which the data cannot tell from evidence. */
  readonly fixed?: boolean;
}

/** A question about two records, over the features `l.…` and `r.…`. */
export interface PairPart {
  readonly name: string;
  readonly sql: string;
}

/** How one aspect of two records is compared; the last level is the one of disagreement and always holds. */
export interface Comparison {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The features that it shows as an explanation. */
  readonly shows: readonly string[];
  /** When nothing can be said because a value is missing. */
  readonly missing: string;
  /** What several levels ask, answered once for each pair; levels and `missing` mention it by its name. */
  readonly parts?: readonly PairPart[];
  readonly levels: readonly Level[];
}

/** Pairs of records with an equal key are compared. */
export interface BlockingRule {
  readonly name: string;
  /** Over the features of one record; a text, a list of texts (any of which may meet), or null. */
  readonly key: string;
  readonly list?: boolean;
  /** A feature that cuts blocks that are too large; without one they are skipped. */
  readonly finer?: string;
  /** The comparisons that the key makes agree, so that these pairs teach nothing about them. */
  readonly fixes: readonly string[];
}

export interface UnifyPlan {
  readonly entity: UnifiedEntity;
  /** Columns that the features read; a record without one has null there. */
  readonly inputs: readonly string[];
  readonly features: readonly Feature[];
  readonly comparisons: readonly Comparison[];
  readonly blocking: readonly BlockingRule[];
}

/** What a column outside the canonical model holds, found by its values. */
export type ExtraKind = 'date' | 'number' | 'text';

/** A column outside the canonical model that tells records apart, such as a date of birth. */
export interface Extra {
  readonly column: string;
  readonly kind: ExtraKind;
  /** Most of its values are rare, so that it can bring pairs together. */
  readonly telling: boolean;
}
