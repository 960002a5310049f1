import { ApiError, FinishReason, GoogleGenAI } from '@google/genai';
import type { EmbedContentResponse, GenerateContentResponse } from '@google/genai';
import { createExchange } from './exchange.ts';
import type { Completion, Embedded, Provider } from './provider.ts';
import { failureOfConnection, failureOfStatus, ModelFailure } from './provider.ts';

export interface GeminiOptions {
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
}

/** The Gemini API: generateContent and embedContent. */
export const createGeminiProvider = ({ apiKey, baseUrl }: GeminiOptions): Provider => {
  const attempt = async <T>(signal: AbortSignal, ask: (client: GoogleGenAI) => Promise<T>): Promise<T> => {
    const exchange = createExchange();
    try {
      return await ask(
        new GoogleGenAI({
          apiKey,
          // Named, so that GOOGLE_* variables of the process play no part behind the configuration's back.
          enterprise: false,
          apiVersion: 'v1',
          httpOptions: {
            baseUrl: baseUrl ?? 'https://generativelanguage.googleapis.com/',
            fetch: exchange.fetch,
          },
        }),
      );
    } catch (error) {
      if (error instanceof ApiError) throw failureOfStatus(error.status, exchange.retryAfterMs());
      throw failureOfConnection(signal);
    }
  };
  return {
    complete: async (model, prompt, signal) =>
      completionOf(
        await attempt(signal, ({ models }) =>
          models.generateContent({
            model,
            contents: [{ role: 'user', parts: [{ text: prompt.data }] }],
            config: {
              systemInstruction: prompt.instructions,
              responseMimeType: 'application/json',
              responseJsonSchema: prompt.schema,
              maxOutputTokens: prompt.maxTokensOut,
              temperature: 0,
              abortSignal: signal,
            },
          }),
        ),
      ),
    embed: async (model, texts, signal) =>
      embeddedOf(
        await attempt(signal, ({ models }) =>
          models.embedContent({ model, contents: [...texts], config: { abortSignal: signal } }),
        ),
        texts,
      ),
  };
};

const usedBy = ({ usageMetadata }: GenerateContentResponse) => ({
  tokensIn: usageMetadata?.promptTokenCount ?? 0,
  tokensOut: (usageMetadata?.candidatesTokenCount ?? 0) + (usageMetadata?.thoughtsTokenCount ?? 0),
});

const completionOf = (answer: GenerateContentResponse): Completion => {
  const used = usedBy(answer);
  if (answer.promptFeedback?.blockReason !== undefined)
    throw new ModelFailure('refused', 'the question was blocked', used);
  const candidate = answer.candidates?.[0];
  if (candidate === undefined) throw new ModelFailure('invalid', 'the answer has no candidate', used);
  if (candidate.finishReason === FinishReason.MAX_TOKENS)
    throw new ModelFailure('truncated', 'the answer was cut off', used);
  if (candidate.finishReason !== undefined && candidate.finishReason !== FinishReason.STOP)
    throw new ModelFailure('refused', 'the model refused to answer', used);
  return { text: (candidate.content?.parts ?? []).map(({ text }) => text ?? '').join(''), ...used };
};

/** The Gemini API does not say how many tokens an embedding took: four characters are counted as one. */
const charactersPerToken = 4;

const embeddedOf = (answer: EmbedContentResponse, texts: readonly string[]): Embedded => {
  const vectors = (answer.embeddings ?? []).map(({ values }) => values ?? []);
  if (vectors.length !== texts.length)
    throw new ModelFailure('invalid', 'the answer has not one vector per text');
  return { vectors, tokensIn: Math.ceil(texts.join('').length / charactersPerToken) };
};
