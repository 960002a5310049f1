import type { Wire } from './llm-server.ts';
import { usedTokens } from './llm-server.ts';

interface Part {
  readonly text: string;
}

interface GenerateRequest {
  readonly contents: readonly { readonly parts: readonly Part[] }[];
  readonly systemInstruction?: { readonly parts: readonly Part[] };
  readonly generationConfig?: { readonly responseJsonSchema?: unknown };
}

interface EmbedRequests {
  readonly requests: readonly { readonly content: { readonly parts: readonly Part[] } }[];
}

const joined = (parts: readonly Part[] = []): string => parts.map(({ text }) => text).join('');

const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

const finishReason = (refusal: string | undefined, cutOff: string | undefined): string =>
  refusal !== undefined ? 'SAFETY' : cutOff !== undefined ? 'MAX_TOKENS' : 'STOP';

/** The Gemini API's generateContent and batchEmbedContents (v1) as its reference describes them. */
export const geminiWire: Wire = {
  name: 'gemini',
  readRequest: (path, body) => {
    const model = /\/v1\/models\/([^:]+):generateContent$/.exec(path)?.[1];
    if (model === undefined) throw new Error(`nobody asks for ${path}`);
    const { contents, systemInstruction, generationConfig } = body as unknown as GenerateRequest;
    return {
      model,
      instructions: joined(systemInstruction?.parts),
      data: joined(contents[0]?.parts),
      schema: generationConfig?.responseJsonSchema,
    };
  },
  answerOf: ({ text, refusal, cutOff }) => ({
    candidates: [
      {
        ...(refusal === undefined
          ? { content: { parts: [{ text: text ?? cutOff ?? '' }], role: 'model' } }
          : {}),
        finishReason: finishReason(refusal, cutOff),
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: usedTokens.in,
      candidatesTokenCount: usedTokens.out,
      totalTokenCount: usedTokens.in + usedTokens.out,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: usedTokens.in }],
    },
    modelVersion: 'test-model',
    responseId: 'test',
  }),
  errorOf: (status, message) => ({
    error: { code: status, message, status: statusNames[status] ?? 'INTERNAL' },
  }),
  textsToEmbed: (path, body) =>
    path.endsWith(':batchEmbedContents')
      ? (body as unknown as EmbedRequests).requests.map(({ content }) => joined(content.parts))
      : undefined,
  embeddingsOf: (vectors) => ({ embeddings: vectors.map((values) => ({ values })) }),
};
