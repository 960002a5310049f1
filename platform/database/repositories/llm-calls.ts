import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { readTenantSettings } from '../../../domain/tenant-settings.schema.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type CallOutcome = Tables['llm_calls']['outcome'];

/** What names a call in the table: what it was for, and who was to answer. */
export interface CallKind {
  readonly purpose: string;
  readonly provider: string;
  readonly model: string;
  /** What it was about, e.g. `drift_event:<id>`; an id, never a name. */
  readonly subject?: string | undefined;
  readonly requestHash?: Buffer | undefined;
  readonly requestBytes?: number | undefined;
}

export interface Spent {
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Millionths of a US dollar; null where the price is not known. */
  readonly costMicros: number | null;
  readonly latencyMs: number;
}

/** What a tenant has settled about language models; undefined members take the installation's word. */
export interface LlmSettings {
  readonly enabled: boolean;
  /** Whether shapes of values may be sent beside names. */
  readonly samples: boolean;
  readonly model: string | undefined;
  readonly tokensPerDay: number | undefined;
}

/** Flags `llm` (on unless switched off) and `llm_samples` (off unless switched on); settings `llm_model`, `llm_tokens_per_day`. */
export const readLlmSettings = async ({ db }: TenantTransaction): Promise<LlmSettings> => {
  const { settings } = await db.selectFrom('tenants').select('settings').executeTakeFirstOrThrow();
  const flags = await db
    .selectFrom('flags')
    .select(['name', 'enabled'])
    .where('name', 'in', ['llm', 'llm_samples'])
    .execute();
  const flag = (name: string): boolean | undefined => flags.find((each) => each.name === name)?.enabled;
  const { llm_model: model, llm_tokens_per_day: tokensPerDay } = readTenantSettings(settings);
  return {
    enabled: flag('llm') ?? true,
    samples: flag('llm_samples') ?? false,
    model,
    tokensPerDay,
  };
};

const today = sql<Date>`date_trunc('day', now() at time zone 'utc') at time zone 'utc'`;

/** Tokens of this day (UTC), those set aside for calls under way included. */
export const tokensToday = async ({ db }: TenantTransaction): Promise<number> => {
  const { tokens } = await db
    .selectFrom('llm_calls')
    .select(sql<number>`coalesce(sum(tokens_in + tokens_out), 0)::bigint`.as('tokens'))
    .where('at', '>=', today)
    .executeTakeFirstOrThrow();
  return tokens;
};

const values = (tenantId: string, call: CallKind) => ({
  tenant_id: tenantId,
  call_id: randomUUID(),
  purpose: call.purpose,
  provider: call.provider,
  model: call.model,
  subject: call.subject ?? null,
  request_hash: call.requestHash ?? null,
  request_bytes: call.requestBytes ?? null,
});

/**
 * Sets tokens aside for a call and answers its id; undefined, with a row that says so, when the day's budget does not hold
 * them. Calls of one tenant take turns here, so that any number at once keeps to the budget together.
 */
export const startCall = async (
  transaction: TenantTransaction,
  call: CallKind & { readonly tokensIn: number; readonly tokensOut: number },
  tokensPerDay: number,
): Promise<string | undefined> => {
  const { db, tenantId } = transaction;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`llm ${tenantId}`}, 0))`.execute(db);
  const allowed = (await tokensToday(transaction)) + call.tokensIn + call.tokensOut <= tokensPerDay;
  const row = values(tenantId, call);
  await db
    .insertInto('llm_calls')
    .values(
      allowed
        ? { ...row, outcome: 'started', tokens_in: call.tokensIn, tokens_out: call.tokensOut }
        : { ...row, outcome: 'over_budget' },
    )
    .execute();
  return allowed ? row.call_id : undefined;
};

/** Replaces what was set aside by what was spent. */
export const settleCall = async (
  { db }: TenantTransaction,
  callId: string,
  outcome: Exclude<CallOutcome, 'started' | 'saved' | 'over_budget'>,
  spent: Spent,
): Promise<void> => {
  await db
    .updateTable('llm_calls')
    .set({
      outcome,
      tokens_in: spent.tokensIn,
      tokens_out: spent.tokensOut,
      cost_micros: spent.costMicros,
      latency_ms: spent.latencyMs,
    })
    .where('call_id', '=', callId)
    .where('outcome', '=', 'started')
    .execute();
};

/** Writes down a call that did not have to be made. */
export const noteSavedCall = async (
  { db, tenantId }: TenantTransaction,
  call: CallKind,
  savedBy: 'cache' | 'memory',
): Promise<void> => {
  await db
    .insertInto('llm_calls')
    .values({ ...values(tenantId, call), outcome: 'saved', saved_by: savedBy })
    .execute();
};

export interface UsageRow {
  readonly day: string;
  readonly purpose: string;
  readonly provider: string;
  readonly model: string;
  readonly outcome: CallOutcome;
  readonly saved_by: 'cache' | 'memory' | null;
  readonly calls: number;
  readonly tokens_in: number;
  readonly tokens_out: number;
  /** Of the calls whose price is known. */
  readonly cost_micros: number | null;
  /** Mean over the calls that reached a model. */
  readonly latency_ms: number | null;
}

/** The tenant's calls since, summed by day (UTC), purpose, model and outcome. */
export const usageByDay = async ({ db }: TenantTransaction, since: Date): Promise<readonly UsageRow[]> =>
  await db
    .selectFrom('llm_calls')
    .select(sql<string>`to_char(at at time zone 'utc', 'YYYY-MM-DD')`.as('day'))
    .select(['purpose', 'provider', 'model', 'outcome', 'saved_by'])
    .select([
      sql<number>`count(*)`.as('calls'),
      sql<number>`sum(tokens_in)::bigint`.as('tokens_in'),
      sql<number>`sum(tokens_out)::bigint`.as('tokens_out'),
      sql<number | null>`sum(cost_micros)::bigint`.as('cost_micros'),
      sql<number | null>`avg(latency_ms)::float8`.as('latency_ms'),
    ])
    .where('at', '>=', since)
    .groupBy([sql`1`, 'purpose', 'provider', 'model', 'outcome', 'saved_by'])
    .orderBy(sql`1`, 'desc')
    .orderBy('purpose')
    .orderBy('model')
    .orderBy('outcome')
    .execute();
