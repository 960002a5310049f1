import type pg from 'pg';
import type { TenantId } from '../../domain/ids.ts';
import { settleCall, startCall } from '../database/repositories/llm-calls.ts';
import type { CallKind, CallOutcome, LlmSettings } from '../database/repositories/llm-calls.ts';
import { withTenant } from '../database/with-tenant.ts';
import type { Logger } from '../logger.ts';
import { costMicros } from './model-list.ts';
import type { Model } from './model-list.ts';
import { ModelFailure } from './provider.ts';
import type { FailureKind } from './provider.ts';
import { withRetries } from './with-retries.ts';
import type { RetryPlan } from './with-retries.ts';

export interface Attempted<T> {
  readonly value: T;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

export interface PlannedCall {
  readonly tenantId: TenantId;
  readonly settings: LlmSettings;
  readonly call: CallKind;
  readonly model: Model;
  readonly prompt: { readonly instructions: string; readonly data: string; readonly maxTokensOut: number };
}

export type CallResult<T> =
  { readonly outcome: 'answered'; readonly value: T } | { readonly outcome: 'over_budget' | FailureKind };

export interface CallBook {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  readonly plan: RetryPlan;
  /** For tenants that have no budget of their own. */
  readonly tokensPerDay: number;
}

type Made = Exclude<CallOutcome, 'started' | 'saved' | 'over_budget'>;

/** Estimates err on the high side: what is set aside too much comes back when the call is settled. */
const charactersPerToken = 3;

const reservation = ({ prompt }: PlannedCall) => ({
  tokensIn: Math.ceil((prompt.instructions.length + prompt.data.length) / charactersPerToken),
  tokensOut: prompt.maxTokensOut,
});

/**
 * Makes one call within the tenant's budget, with its retries, and keeps the books whatever becomes of it. No transaction
 * is open while the model thinks. A worker killed meanwhile leaves the row `started`, with what was set aside for it.
 */
export const makeCall = async <T>(
  { pool, logger, plan, tokensPerDay }: CallBook,
  planned: PlannedCall,
  attempt: (signal: AbortSignal) => Promise<Attempted<T>>,
): Promise<CallResult<T>> => {
  const { tenantId, call, model } = planned;
  const callId = await withTenant(pool, tenantId, (transaction) =>
    startCall(
      transaction,
      { ...call, ...reservation(planned) },
      planned.settings.tokensPerDay ?? tokensPerDay,
    ),
  );
  if (callId === undefined) return { outcome: 'over_budget' };
  const used = { tokensIn: 0, tokensOut: 0 };
  const count = ({ tokensIn, tokensOut }: typeof used): void => {
    used.tokensIn += tokensIn;
    used.tokensOut += tokensOut;
  };
  const started = performance.now();
  const settle = async (outcome: Made): Promise<void> => {
    const latencyMs = Math.round(performance.now() - started);
    const cost = costMicros(model, used.tokensIn, used.tokensOut);
    await withTenant(pool, tenantId, (transaction) =>
      settleCall(transaction, callId, outcome, { ...used, costMicros: cost, latencyMs }),
    );
  };
  try {
    const { value } = await withRetries(plan, async (signal) => {
      try {
        const attempted = await attempt(signal);
        count(attempted);
        return attempted;
      } catch (error) {
        if (error instanceof ModelFailure) count(error);
        throw error;
      }
    });
    await settle('answered');
    return { outcome: 'answered', value };
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    logger.warn(
      { error, purpose: call.purpose, model: model.id, kind: error.kind },
      'a language model gave no answer; going on without',
    );
    await settle(error.kind);
    return { outcome: error.kind };
  }
};
