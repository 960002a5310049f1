import type { Row } from '../../domain/ask/answer.ts';
import type { AnswerSteps } from '../../domain/ask/answer-intent.ts';
import type { QueryAnswer } from '../../platform/duckdb/query/query-generation.ts';
import type { Deps } from '../deps.ts';
import type { DetachedCall } from '../endpoint.ts';
import { queryOrRebuild } from '../routes/dcl/query-or-rebuild.ts';

/** Who asks: what a handler of a detached endpoint is called with. */
export type Asking = Pick<DetachedCall, 'caller' | 'inTenant' | 'traceId'>;

/** The generation that an answer's figures are of. */
export interface Freshness {
  readonly generation: number;
  readonly canonical_seq: number;
  readonly published_at: string;
}

export interface PinnedSteps extends AnswerSteps {
  /** Undefined before the first query. */
  readonly freshness: () => Freshness | undefined;
}

/**
 * Runs the queries of one answer, or one dashboard, over one generation: the newest when the first of them runs. Where its file
 * is not whole here, it is built anew and the fault says so.
 */
export const pinnedSteps = (deps: Deps, asking: Asking): PinnedSteps => {
  let pinned: QueryAnswer | undefined;
  return {
    run: async ({ sql, parameters }) => {
      const answer = await queryOrRebuild(deps, asking, {
        ...{ sql, parameters },
        ...(pinned === undefined ? {} : { generation: pinned.generation }),
      });
      pinned ??= answer;
      const names = answer.columns.map(({ name }) => name);
      return answer.rows.map((row): Row =>
        Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])),
      );
    },
    freshness: () =>
      pinned && {
        generation: pinned.generation,
        canonical_seq: pinned.canonicalSeq,
        published_at: pinned.publishedAt.toISOString(),
      },
  };
};
