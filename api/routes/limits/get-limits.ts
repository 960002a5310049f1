import { slotsTaken } from '../../../platform/database/repositories/live-tasks.ts';
import { liveTaskCounts } from '../../../platform/database/repositories/dashboard-figures.ts';
import { readLlmSettings, tokensToday } from '../../../platform/database/repositories/llm-calls.ts';
import { limits } from '../../contract/limits.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import type { Caller } from '../../gateway/access-tokens.ts';
import { bucketOf } from '../../gateway/limit-rate.ts';
import type { Verdict } from '../../gateway/rate-limits.ts';
import type { Standing } from '../../gateway/standing.ts';
import type { Deps } from '../../deps.ts';
import { mostBytes } from '../uploads/receive-file.ts';

const requestView = ({ bucket, remaining, resetSeconds }: Verdict) => ({
  policy: bucket.policy,
  limit: bucket.points,
  remaining,
  window_seconds: bucket.windowSeconds,
  resets_in_seconds: resetSeconds,
});

const budgets = async (caller: Caller, standing: Standing, { limits: rates, config }: Deps) => {
  const buckets = [
    bucketOf(true, { caller, standing }, config),
    bucketOf(false, { caller: { ...caller, client: 'program' }, standing }, config),
    bucketOf(false, { caller: { ...caller, client: 'console' }, standing }, config),
  ];
  return (await Promise.all(buckets.map((bucket) => rates.peek(bucket)))).map(requestView);
};

export const getLimits = detachedEndpoint({
  id: 'getLimits',
  method: 'get',
  path: '/limits',
  tag: 'operations',
  summary: 'What the tenant may use, and how much of it is left now',
  role: 'viewer',
  replies: { 200: limits },
  handle: async ({ caller, inTenant }, deps) => {
    const { config, standings } = deps;
    const used = await inTenant(async (transaction) => ({
      taken: (await slotsTaken(transaction)).length,
      queued: (await liveTaskCounts(transaction)).queued,
      today: await tokensToday(transaction),
      perDay: (await readLlmSettings(transaction)).tokensPerDay ?? config.LLM_TOKENS_PER_DAY,
    }));
    // Whoever has no standing any more was refused before.
    const standing = await standings.of(caller);
    return {
      status: 200,
      body: {
        requests: standing === undefined ? [] : await budgets(caller, standing, deps),
        jobs: { slots: config.TENANT_SLOTS, taken: used.taken, queued: used.queued },
        tokens: { per_day: used.perDay, today: used.today },
        upload_bytes: mostBytes,
        event_days: config.EVENT_RETENTION_DAYS,
      },
    };
  },
});
