import { queryBody, queryReply } from '../../contract/dcl.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { queryOrRebuild } from './query-or-rebuild.ts';

export const postQuery = detachedEndpoint({
  id: 'queryDcl',
  method: 'post',
  path: '/dcl/query',
  tag: 'dcl',
  summary: 'Read-only SQL over the published golden records',
  description:
    'Runs in a process that has no secrets and no way out, over the file of one generation: `accounts`, `contacts`, `opportunities`, `cloud_resources`, `cloud_costs`, `golden_members`, `golden_values`, `golden_pairs`. docs/dcl.md has their columns.',
  role: 'viewer',
  body: queryBody,
  replies: { 200: queryReply },
  handle: async ({ body, caller, inTenant, traceId }, deps) => {
    const { sql, parameters = [], generation, rows, time_ms: timeMs } = body;
    const answer = await queryOrRebuild(
      deps,
      { caller, inTenant, traceId },
      {
        sql,
        parameters,
        limits: { rows, timeMs },
        ...(generation === undefined ? {} : { generation }),
      },
    );
    return {
      status: 200,
      body: {
        generation: answer.generation,
        canonical_seq: answer.canonicalSeq,
        published_at: answer.publishedAt.toISOString(),
        columns: answer.columns.map((column) => ({ ...column })),
        rows: answer.rows.map((row) => [...row]),
        truncated: answer.truncated,
        took_ms: answer.tookMs,
      },
    };
  },
});
