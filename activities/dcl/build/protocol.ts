import type { GenerationCounts } from '../../../platform/database/tables/dcl.ts';

/** What is built, where, and how large it may become. */
export interface BuildOptions {
  readonly tenantId: string;
  readonly taskId: string;
  readonly traceId: string;
  readonly root: string;
  readonly host: string;
  readonly memoryMb: number;
  readonly threads: number;
  /** Weights of unification are estimated from these records, and not taken from the generation before. */
  readonly estimate: boolean;
}

export const buildSteps = ['load', 'unify', 'link', 'merge', 'views', 'publish'] as const;
export type BuildStep = (typeof buildSteps)[number];

/** How far a build is: a step, a sentence for a person, and how many records it is about. */
export interface BuildProgress {
  readonly step: BuildStep;
  readonly text: string;
  readonly rows: number;
}

export interface BuildResult {
  readonly generation: number;
  readonly contentHash: string;
  readonly counts: GenerationCounts;
}

/** The one message to the building process; over a pipe, since arguments and environments can be looked at from outside. */
export interface ToBuilder {
  readonly options: BuildOptions;
  readonly databaseUrl: string;
  readonly rolesKey: string;
  readonly failpoint: string | undefined;
}

/** A message of the building process. */
export type FromBuilder =
  | ({ readonly kind: 'progress' } & BuildProgress)
  | ({ readonly kind: 'built' } & BuildResult)
  | { readonly kind: 'fault'; readonly code: string; readonly message: string };
