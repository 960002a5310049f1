import type { z } from 'zod';
import type { UsageRow } from '../../../platform/database/repositories/llm-calls.ts';
import { llmUsage, llmUsageQuery } from '../../contract/llm.ts';
import { endpoint } from '../../endpoint.ts';
import { llmStanding, usd } from './llm-standing.ts';

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
    const { rows, ...standing } = await llmStanding(transaction, config, firstOf(query.days));
    return { status: 200, body: { ...standing, lines: rows.map(lineView) } };
  },
});

const dayMs = 86_400_000;

/** The beginning of the first of so many days in UTC, today included. */
const firstOf = (days: number): Date => {
  const now = Date.now();
  return new Date(now - (now % dayMs) - (days - 1) * dayMs);
};

const lineView = ({ cost_micros, latency_ms, ...row }: UsageRow): Usage['lines'][number] => ({
  ...row,
  cost_usd: usd(cost_micros),
  latency_ms: latency_ms === null ? null : Math.round(latency_ms),
});
