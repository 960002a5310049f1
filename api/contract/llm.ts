import { z } from 'zod';

const mostDays = 90;
const usualDays = 30;

export const llmUsageQuery = z.strictObject({
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostDays)
    .default(usualDays)
    .describe('Days back (UTC), today included'),
});

const figures = {
  calls: z.int().nonnegative(),
  tokens_in: z.int().nonnegative(),
  tokens_out: z.int().nonnegative(),
  cost_usd: z.string().nullable().describe('Decimal; null where no price is configured'),
};

const usageLine = z
  .strictObject({
    day: z.iso.date(),
    purpose: z.string().describe('judge_rename, judge_mapping, embed, …'),
    provider: z.string(),
    model: z.string(),
    outcome: z
      .string()
      .describe(
        'answered, saved, over_budget, refused, invalid, truncated, timeout, rate_limited, failed; started: under way, or its worker died',
      ),
    saved_by: z.enum(['cache', 'memory']).nullable(),
    ...figures,
    latency_ms: z.number().nullable().describe('Mean over the calls that reached a model'),
  })
  .meta({ id: 'LlmUsageLine' });

export const llmUsage = z
  .strictObject({
    heuristic_only: z
      .boolean()
      .describe('True: no key is configured, or the tenant has switched its flag `llm` off'),
    models: z.array(z.string()).describe('What a request may choose; the first is the default'),
    tokens_per_day: z.int().nonnegative(),
    tokens_today: z
      .int()
      .nonnegative()
      .describe('Spent, and set aside for calls under way; a new day begins at 00:00 UTC'),
    totals: z.strictObject({
      ...figures,
      calls: z.int().nonnegative().describe('Calls that went to a model'),
      failed: z.int().nonnegative().describe('Of these, how many brought no answer that could be used'),
      saved_by_memory: z.int().nonnegative().describe('Calls that earlier decisions made superfluous'),
      saved_by_cache: z.int().nonnegative(),
      over_budget: z.int().nonnegative().describe('Calls that the budget did not allow'),
    }),
    lines: z.array(usageLine),
  })
  .meta({ id: 'LlmUsage' });
