import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';
import { noteSavedCall, readLlmSettings } from '../database/repositories/llm-calls.ts';
import type { CallKind, LlmSettings } from '../database/repositories/llm-calls.ts';
import { withTenant } from '../database/with-tenant.ts';
import type { Logger } from '../logger.ts';
import { makeCall } from './make-call.ts';
import type { CallBook } from './make-call.ts';
import { configuredModels, parseModel } from './model-list.ts';
import type { LlmConfig, Model, ProviderName } from './model-list.ts';
import { ModelFailure } from './provider.ts';
import type { FailureKind, Provider } from './provider.ts';
import { createResponseCache } from './response-cache.ts';
import type { ResponseCache } from './response-cache.ts';
import { usualPlan } from './with-retries.ts';

/** A question in words; `data` is JSON made of what strangers wrote. */
export interface Phrased<T> {
  readonly instructions: string;
  readonly data: string;
  readonly answer: z.ZodType<T>;
}

export interface LlmRequest<T> {
  readonly tenantId: TenantId;
  /** What it is for, in one word: the usage is summed by it. */
  readonly purpose: string;
  /** One of `models`; left out: the tenant's choice, else the first. */
  readonly model?: string | undefined;
  /** An id of what it is about. */
  readonly subject?: string | undefined;
  /** Undefined: there is nothing to ask. */
  readonly phrase: (allowed: Pick<LlmSettings, 'samples'>) => Phrased<T> | undefined;
  /** 1,500 unless told. */
  readonly maxTokensOut?: number;
}

export type LlmAnswer<T> =
  | { readonly outcome: 'answered' | 'saved'; readonly value: T }
  | { readonly outcome: 'off' | 'nothing_to_ask' | 'over_budget' | FailureKind };

export interface Llm {
  /** Ids of the models that may be chosen, the default first. */
  readonly models: readonly string[];
  /** Id of the model that makes vectors, or undefined. */
  readonly embeddingModel: string | undefined;
  /**
   * Asks a model within the tenant's budget, or answers from the cache. An answer that does not fit its schema is refused
   * as a whole. Never throws for what a model or its server does: the outcome says it, and the caller goes on without.
   * Throws `validation_failed` for a model that is not in the list.
   */
  ask<T>(request: LlmRequest<T>): Promise<LlmAnswer<T>>;
  /** Vectors of unit length, one per text, or undefined where none are to be had. */
  embed(tenantId: TenantId, texts: readonly string[]): Promise<readonly (readonly number[])[] | undefined>;
  /** Writes down a call that memory made superfluous. */
  noteSaved(tenantId: TenantId, purpose: string, subject?: string): Promise<void>;
}

export interface LlmDeps {
  /** Pool of au_worker, or of au_app for what the API asks. */
  readonly pool: pg.Pool;
  readonly redis: Redis | undefined;
  readonly logger: Logger;
}

const usualTokensOut = 1_500;
const millisecondsPerSecond = 1000;

/** Makes a provider of the configuration, or undefined where it has no key. Only a model that is asked loads its SDK. */
const makeProvider: Readonly<Record<ProviderName, (config: LlmConfig) => Promise<Provider | undefined>>> = {
  openai: async ({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl }) => {
    if (apiKey === undefined) return undefined;
    const { createOpenAiProvider } = await import('./openai-provider.ts');
    return createOpenAiProvider({ apiKey, baseUrl });
  },
  gemini: async ({ GEMINI_API_KEY: apiKey, GEMINI_BASE_URL: baseUrl }) => {
    if (apiKey === undefined) return undefined;
    const { createGeminiProvider } = await import('./gemini-provider.ts');
    return createGeminiProvider({ apiKey, baseUrl });
  },
};

const providersOf = (config: LlmConfig): Inside['provider'] => {
  const made = new Map<ProviderName, Promise<Provider | undefined>>();
  return (name) => {
    const provider = made.get(name) ?? makeProvider[name](config);
    made.set(name, provider);
    return provider;
  };
};

interface Inside {
  readonly pool: pg.Pool;
  readonly models: readonly Model[];
  readonly provider: (name: ProviderName) => Promise<Provider | undefined>;
  readonly embedding: Model | undefined;
  readonly cache: ResponseCache;
  readonly book: CallBook;
}

/** The language models of an installation, or undefined where no key is configured: heuristics alone, on purpose. */
export const createLlm = (config: LlmConfig, deps: LlmDeps): Llm | undefined => {
  const models = configuredModels(config);
  if (models.length === 0) return undefined;
  const embedding =
    config.LLM_EMBEDDING_MODEL === undefined ? undefined : parseModel(config.LLM_EMBEDDING_MODEL);
  const inside: Inside = {
    pool: deps.pool,
    models,
    provider: providersOf(config),
    embedding,
    cache: createResponseCache(deps.redis, deps.logger),
    book: {
      ...deps,
      plan: { ...usualPlan, timeoutMs: config.LLM_TIMEOUT_SECONDS * millisecondsPerSecond },
      tokensPerDay: config.LLM_TOKENS_PER_DAY,
    },
  };
  return {
    models: models.map(({ id }) => id),
    embeddingModel: embedding?.id,
    ask: (request) => ask(inside, request),
    embed: (tenantId, texts) => embedTexts(inside, tenantId, texts),
    noteSaved: (tenantId, purpose, subject) =>
      withTenant(inside.pool, tenantId, async (transaction) => {
        const settings = await readLlmSettings(transaction);
        if (!settings.enabled) return;
        const model = chooseModel(models, undefined, settings);
        await noteSavedCall(transaction, callOf(model, { purpose, subject }), 'memory');
      }),
  };
};

const chooseModel = (models: readonly Model[], asked: string | undefined, settings: LlmSettings): Model => {
  const ids = models.map(({ id }) => id);
  if (asked !== undefined && !ids.includes(asked)) {
    const message = `choose one of ${ids.join(', ')}`;
    throw new Fault(
      'validation_failed',
      `There is no model ${JSON.stringify(asked.slice(0, 80))}; ${message}`,
      {
        errors: [{ pointer: '/model', code: 'unknown_model', message }],
      },
    );
  }
  const wanted = asked ?? settings.model;
  const model = models.find(({ id }) => id === wanted) ?? models[0];
  if (model === undefined) throw new Error('createLlm makes no language models without a model');
  return model;
};

const ask = async <T>(inside: Inside, request: LlmRequest<T>): Promise<LlmAnswer<T>> => {
  const { tenantId } = request;
  const settings = await withTenant(inside.pool, tenantId, readLlmSettings);
  const model = chooseModel(inside.models, request.model, settings);
  const provider = await inside.provider(model.provider);
  if (!settings.enabled || provider === undefined) return { outcome: 'off' };
  const phrased = request.phrase(settings);
  if (phrased === undefined) return { outcome: 'nothing_to_ask' };
  const { answer, ...words } = phrased;
  const { $schema: _, ...schema } = z.toJSONSchema(answer);
  const prompt = { ...words, schema, maxTokensOut: request.maxTokensOut ?? usualTokensOut };
  const sent = JSON.stringify(prompt);
  const hash = hashOf(tenantId, model.id, request.purpose, sent);
  const call = callOf(model, request, { hash, bytes: Buffer.byteLength(sent) });

  const kept = await inside.cache.get(tenantId, hash);
  const known = kept === undefined ? undefined : answer.safeParse(parseJson(kept));
  if (known?.success === true) {
    await withTenant(inside.pool, tenantId, (transaction) => noteSavedCall(transaction, call, 'cache'));
    return { outcome: 'saved', value: known.data };
  }
  const made = await makeCall(inside.book, { tenantId, settings, call, model, prompt }, async (signal) => {
    const completion = await provider.complete(model.name, prompt, signal);
    const parsed = answer.safeParse(parseJson(completion.text));
    if (!parsed.success)
      throw new ModelFailure('invalid', 'the answer does not fit the question', completion);
    return { ...completion, value: { text: completion.text, parsed: parsed.data } };
  });
  if (made.outcome !== 'answered') return made;
  await inside.cache.put(tenantId, hash, made.value.text);
  return { outcome: 'answered', value: made.value.parsed };
};

const embedTexts = async (
  { pool, provider: providerOf, embedding: model, book }: Inside,
  tenantId: TenantId,
  texts: readonly string[],
): Promise<readonly (readonly number[])[] | undefined> => {
  const provider = model === undefined ? undefined : await providerOf(model.provider);
  if (model === undefined || provider === undefined || texts.length === 0) return undefined;
  const settings = await withTenant(pool, tenantId, readLlmSettings);
  if (!settings.enabled) return undefined;
  const data = JSON.stringify(texts);
  const sent = { hash: hashOf(tenantId, model.id, 'embed', data), bytes: Buffer.byteLength(data) };
  const call = callOf(model, { purpose: 'embed' }, sent);
  const prompt = { instructions: '', data, maxTokensOut: 0 };
  const made = await makeCall(book, { tenantId, settings, call, model, prompt }, async (signal) => {
    const { vectors, tokensIn } = await provider.embed(model.name, texts, signal);
    return { value: vectors.map(unit), tokensIn, tokensOut: 0 };
  });
  return made.outcome === 'answered' ? made.value : undefined;
};

const hashOf = (...parts: readonly string[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

const callOf = (
  model: Model,
  { purpose, subject }: { readonly purpose: string; readonly subject?: string | undefined },
  sent?: { readonly hash: Buffer; readonly bytes: number },
): CallKind => ({
  purpose,
  subject,
  provider: model.provider,
  model: model.name,
  requestHash: sent?.hash,
  requestBytes: sent?.bytes,
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const unit = (vector: readonly number[]): number[] => {
  const length = Math.hypot(...vector);
  return length === 0 ? [...vector] : vector.map((value) => value / length);
};
