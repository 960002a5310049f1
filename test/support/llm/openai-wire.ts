import type { Wire } from './llm-server.ts';
import { usedTokens } from './llm-server.ts';

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly json_schema?: { readonly schema?: unknown } };
}

/** OpenAI's chat completions and embeddings as its API reference describes them. */
export const openAiWire: Wire = {
  name: 'openai',
  readRequest: (path, body) => {
    if (!path.endsWith('/chat/completions')) throw new Error(`nobody asks for ${path}`);
    const { model, messages, response_format } = body as unknown as ChatRequest;
    const said = (role: string): string => messages.find((message) => message.role === role)?.content ?? '';
    return {
      model,
      instructions: said('system'),
      data: said('user'),
      schema: response_format?.json_schema?.schema,
    };
  },
  answerOf: ({ text, refusal, cutOff }) => ({
    id: 'chatcmpl-test',
    object: 'chat.completion',
    created: 1_760_000_000,
    model: 'test-model-2026-01-01',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text ?? cutOff ?? null,
          refusal: refusal ?? null,
          annotations: [],
        },
        logprobs: null,
        finish_reason: cutOff === undefined ? 'stop' : 'length',
      },
    ],
    usage: {
      prompt_tokens: usedTokens.in,
      completion_tokens: usedTokens.out,
      total_tokens: usedTokens.in + usedTokens.out,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    },
    service_tier: 'default',
    system_fingerprint: 'fp_test',
  }),
  errorOf: (status, message) => ({
    error: {
      message,
      type: status === 429 ? 'rate_limit_exceeded' : 'server_error',
      param: null,
      code: null,
    },
  }),
  textsToEmbed: (path, body) =>
    path.endsWith('/embeddings') ? (body['input'] as readonly string[]) : undefined,
  embeddingsOf: (vectors) => ({
    object: 'list',
    // Out of order on purpose: the index says whose vector it is.
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })).reverse(),
    model: 'test-embedding',
    usage: { prompt_tokens: usedTokens.in, total_tokens: usedTokens.in },
  }),
};
