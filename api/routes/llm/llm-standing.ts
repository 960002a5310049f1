import type { z } from 'zod';
import type { Config } from '../../../platform/config.ts';
import {
  readLlmSettings,
  tokensToday,
  usageByDay,
} from '../../../platform/database/repositories/llm-calls.ts';
import type { CallOutcome, UsageRow } from '../../../platform/database/repositories/llm-calls.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { configuredModels } from '../../../platform/llm/model-list.ts';
import type { llmUsage } from '../../contract/llm.ts';

type Usage = z.input<typeof llmUsage>;

const microsPerDollar = 1_000_000;

/** Millionths of a US dollar as a decimal; null where no price is known. */
export const usd = (micros: number | null): string | null =>
  micros === null ? null : (micros / microsPerDollar).toFixed(6);

/** Which models a tenant may ask, its budget of this day (UTC), and what was asked since. */
export const llmStanding = async (
  transaction: TenantTransaction,
  config: Config,
  since: Date,
): Promise<Omit<Usage, 'lines'> & { readonly rows: readonly UsageRow[] }> => {
  const settings = await readLlmSettings(transaction);
  const models = configuredModels(config).map(({ id }) => id);
  const rows = await usageByDay(transaction, since);
  return {
    heuristic_only: models.length === 0 || !settings.enabled,
    models,
    tokens_per_day: settings.tokensPerDay ?? config.LLM_TOKENS_PER_DAY,
    tokens_today: await tokensToday(transaction),
    totals: totalsOf(rows),
    rows,
  };
};

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
