import type { SourceName, TrueCompany, TruePerson } from './truth.ts';

/** One record of a source and the thing that it stands for; unification is measured against these. */
export interface KnownAs {
  readonly entity: 'account' | 'contact';
  /** Number of the true company or person. */
  readonly thing: number;
  readonly source: SourceName;
  readonly object: string;
  readonly key: string;
}

/** What one source is made of, and what its records stand for. */
export interface Part<T> {
  readonly content: T;
  readonly truth: readonly KnownAs[];
}

export interface World {
  readonly companies: readonly TrueCompany[];
  readonly people: readonly TruePerson[];
}

export const companiesIn = ({ companies }: World, source: SourceName): TrueCompany[] =>
  companies.filter((company) => company.sources.includes(source));

export const peopleIn = ({ people }: World, source: SourceName): TruePerson[] =>
  people.filter((person) => person.sources.includes(source));
