import OpenAI from 'openai';
import { createExchange } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { Completion, Embedded, Prompt, Provider } from './provider.ts';
import { failureOfConnection, failureOfStatus, ModelFailure } from './provider.ts';

export interface OpenAiOptions {
  readonly apiKey: string;
  /** Any server in OpenAI's wire format. */
  readonly baseUrl: string | undefined;
}

/** OpenAI's chat completions and embeddings, which most other servers speak too. */
export const createOpenAiProvider = ({ apiKey, baseUrl }: OpenAiOptions): Provider => {
  const clientFor = (exchange: Exchange): OpenAI =>
    new OpenAI({
      apiKey,
      // Named, so that OPENAI_* variables of the process play no part behind the configuration's back.
      baseURL: baseUrl ?? 'https://api.openai.com/v1',
      organization: null,
      project: null,
      maxRetries: 0,
      fetch: exchange.fetch,
      logLevel: 'off',
    });
  const attempt = async <T>(signal: AbortSignal, ask: (client: OpenAI) => Promise<T>): Promise<T> => {
    const exchange = createExchange();
    try {
      return await ask(clientFor(exchange));
    } catch (error) {
      if (error instanceof OpenAI.APIError && typeof error.status === 'number')
        throw failureOfStatus(error.status, exchange.retryAfterMs());
      throw failureOfConnection(signal);
    }
  };
  return {
    complete: async (model, prompt, signal) =>
      completionOf(
        await attempt(signal, (client) => client.chat.completions.create(bodyOf(model, prompt), { signal })),
      ),
    embed: async (model, texts, signal) => {
      const answer = await attempt(signal, (client) =>
        client.embeddings.create({ model, input: [...texts], encoding_format: 'float' }, { signal }),
      );
      return embeddedOf(answer, texts.length);
    },
  };
};

const bodyOf = (
  model: string,
  prompt: Prompt,
): OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming => ({
  model,
  messages: [
    { role: 'system', content: prompt.instructions },
    { role: 'user', content: prompt.data },
  ],
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'answer', strict: true, schema: prompt.schema },
  },
  max_completion_tokens: prompt.maxTokensOut,
});

/** A compatible server may leave out anything: what is read here is read with care. */
const completionOf = (answer: Partial<OpenAI.Chat.Completions.ChatCompletion>): Completion => {
  const used = {
    tokensIn: answer.usage?.prompt_tokens ?? 0,
    tokensOut: answer.usage?.completion_tokens ?? 0,
  };
  const choice = answer.choices?.[0];
  if (choice === undefined) throw new ModelFailure('invalid', 'the answer has no choice', used);
  if (choice.finish_reason === 'length') throw new ModelFailure('truncated', 'the answer was cut off', used);
  const refusal = choice.message.refusal ?? '';
  if (choice.finish_reason === 'content_filter' || refusal !== '')
    throw new ModelFailure('refused', 'the model refused to answer', used);
  return { text: choice.message.content ?? '', ...used };
};

const embeddedOf = (answer: Partial<OpenAI.CreateEmbeddingResponse>, wanted: number): Embedded => {
  const data = [...(answer.data ?? [])].sort((a, b) => a.index - b.index);
  if (data.length !== wanted) throw new ModelFailure('invalid', 'the answer has not one vector per text');
  return { vectors: data.map(({ embedding }) => embedding), tokensIn: answer.usage?.prompt_tokens ?? 0 };
};
