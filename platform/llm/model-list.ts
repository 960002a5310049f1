import type { Config } from '../config.ts';

export type LlmConfig = Pick<
  Config,
  | 'OPENAI_API_KEY'
  | 'OPENAI_BASE_URL'
  | 'GEMINI_API_KEY'
  | 'GEMINI_BASE_URL'
  | 'LLM_MODELS'
  | 'LLM_EMBEDDING_MODEL'
  | 'LLM_TOKENS_PER_DAY'
  | 'LLM_TIMEOUT_SECONDS'
>;

/** US dollars per million tokens, which is millionths of a dollar per token. */
export interface Price {
  readonly in: number;
  readonly out: number;
}

const providers = ['openai', 'gemini'] as const;
export type ProviderName = (typeof providers)[number];

export interface Model {
  /** `openai:gpt-4.1-mini`: what a request chooses it by. */
  readonly id: string;
  readonly provider: ProviderName;
  /** The provider's own name of it; may hold colons. */
  readonly name: string;
  /** Undefined: its calls are counted without a cost. */
  readonly price: Price | undefined;
}

const form =
  /^(?<provider>openai|gemini):(?<name>[^=\s]+)(?:=(?<in>\d+(?:\.\d+)?)(?:\/(?<out>\d+(?:\.\d+)?))?)?$/;

/**
 * Reads `provider:model=in/out`, the prices in US dollars per million tokens; they may be left out, and of embeddings
 * there is only one. Throws an Error that names the entry and the form.
 */
export const parseModel = (entry: string): Model => {
  const parts = form.exec(entry)?.groups;
  if (parts === undefined)
    throw new Error(
      `LLM_MODELS, LLM_EMBEDDING_MODEL: ${JSON.stringify(entry)} is not provider:model or provider:model=in/out ` +
        `with a provider of ${providers.join(', ')}`,
    );
  const provider = parts['provider'] === 'gemini' ? 'gemini' : 'openai';
  const name = parts['name'] ?? '';
  const price =
    parts['in'] === undefined ? undefined : { in: Number(parts['in']), out: Number(parts['out'] ?? 0) };
  return { id: `${provider}:${name}`, provider, name, price };
};

/** Cost of a call in millionths of a US dollar, or null where the price is not known. */
export const costMicros = ({ price }: Model, tokensIn: number, tokensOut: number): number | null =>
  price === undefined ? null : Math.round(tokensIn * price.in + tokensOut * price.out);

/** The models of the configuration whose provider has a key. Throws an Error that names an entry that cannot be read. */
export const configuredModels = (config: LlmConfig): readonly Model[] => {
  const keyed: Readonly<Record<ProviderName, boolean>> = {
    openai: config.OPENAI_API_KEY !== undefined,
    gemini: config.GEMINI_API_KEY !== undefined,
  };
  return config.LLM_MODELS.map(parseModel).filter(({ provider }) => keyed[provider]);
};
