import type { z } from 'zod';
import {
  readLlmSettings,
  tokensToday,
  usageByDay,
} from '../../../platform/database/repositories/llm-calls.ts';
import type { CallOutcome, UsageRow } from '../../../platform/database/repositories/llm-calls.ts';
import { configuredModels } from '../../../platform/llm/model-list.ts';
import { llmUsage, llmUsageQuery } from '../../contract/llm.ts';
import { endpoint } from '../../endpoint.ts';

type Usage = z.input<typeof llmUsage>;

export const getLlmUsage = endpoint({
  id: 'getLlmUsage',
  method: 'get',
  path: '/llm/usage',
  tag: 'llm',
  summary: 'What language models were asked, answered, cost and were spared, by day',
  role: 'viewer',
  query: llmUsageQuery,
  replies: { 200: llmUsage },
  handle: async ({ query, transaction }, { config }) => {
    const settings = await readLlmSettings(transaction);
    const models = configuredModels(config).map(({ id }) => id);
    const rows = await usageByDay(transaction, query.days);
    return {
      status: 200,
      body: {
        heuristic_only: models.length === 0 || !settings.enabled,
        models,
        tokens_per_day: settings.tokensPerDay ?? config.LLM_TOKENS_PER_DAY,
        tokens_today: await tokensToday(transaction),
        totals: totalsOf(rows),
        lines: rows.map(lineView),
      },
    };
  },
});

const microsPerDollar = 1_000_000;
const usd = (micros: number | null): string | null =>
  micros === null ? null : (micros / microsPerDollar).toFixed(6);

const lineView = ({ cost_micros, latency_ms, ...row }: UsageRow): Usage['lines'][number] => ({
  ...row,
  cost_usd: usd(cost_micros),
  latency_ms: latency_ms === null ? null : Math.round(latency_ms),
});

/** Outcomes without a model's part in them. */
const unmade: ReadonlySet<CallOutcome> = new Set(['saved', 'over_budget']);

const totalsOf = (rows: readonly UsageRow[]): Usage['totals'] => {
  const sum = (of: (row: UsageRow) => number, which: (row: UsageRow) => boolean = () => true): number =>
    rows.filter(which).reduce((total, row) => total + of(row), 0);
  const calls = ({ calls: count }: UsageRow): number => count;
  const priced = rows.some(({ cost_micros }) => cost_micros !== null);
  return {
    calls: sum(calls, ({ outcome }) => !unmade.has(outcome)),
    failed: sum(
      calls,
      ({ outcome }) => !unmade.has(outcome) && outcome !== 'answered' && outcome !== 'started',
    ),
    saved_by_memory: sum(calls, ({ saved_by }) => saved_by === 'memory'),
    saved_by_cache: sum(calls, ({ saved_by }) => saved_by === 'cache'),
    over_budget: sum(calls, ({ outcome }) => outcome === 'over_budget'),
    tokens_in: sum(({ tokens_in }) => tokens_in),
    tokens_out: sum(({ tokens_out }) => tokens_out),
    cost_usd: priced ? usd(sum(({ cost_micros }) => cost_micros ?? 0)) : null,
  };
};
