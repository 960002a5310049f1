import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type pg from 'pg';

interface Figures {
  readonly purpose: string;
  readonly provider: string;
  readonly model: string;
  readonly outcome: string;
  readonly saved_by: string | null;
  readonly calls: number;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cost_micros: number;
}

const microsPerDollar = 1_000_000;

/**
 * Counters of language model calls over all tenants. The calls are made by workers and kept in PostgreSQL, so the counters
 * are read from there and never lose a call to a restart. Answers what brings them up to date.
 */
export const registerLlmFigures = (registry: Registry): ((ops: pg.Pool) => Promise<void>) => {
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
    new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
  const calls = counter('autonomos_llm_calls_total', 'Calls of language models by how they ended', [
    'purpose',
    'provider',
    'model',
    'outcome',
  ]);
  const saved = counter('autonomos_llm_calls_saved_total', 'Calls that did not have to be made, and why', [
    'purpose',
    'saved_by',
  ]);
  const tokens = counter('autonomos_llm_tokens_total', 'Tokens of language model calls', [
    'provider',
    'model',
    'direction',
  ]);
  const cost = counter('autonomos_llm_cost_usd_total', 'Cost of calls whose price is configured', [
    'provider',
    'model',
  ]);
  return async (ops) => {
    const { rows } = await ops.query<Figures>(
      `select purpose, provider, model, outcome, saved_by, count(*) as calls, sum(tokens_in) as tokens_in,
         sum(tokens_out) as tokens_out, coalesce(sum(cost_micros), 0)::bigint as cost_micros
       from au.llm_calls where outcome <> 'started' group by 1, 2, 3, 4, 5`,
    );
    for (const metric of [calls, saved, tokens, cost]) metric.reset();
    for (const row of rows) {
      const { purpose, provider, model, outcome } = row;
      if (row.saved_by !== null) {
        saved.inc({ purpose, saved_by: row.saved_by }, row.calls);
        continue;
      }
      calls.inc({ purpose, provider, model, outcome }, row.calls);
      tokens.inc({ provider, model, direction: 'in' }, row.tokens_in);
      tokens.inc({ provider, model, direction: 'out' }, row.tokens_out);
      cost.inc({ provider, model }, row.cost_micros / microsPerDollar);
    }
  };
};
