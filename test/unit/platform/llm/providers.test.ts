import { createGeminiProvider } from '../../../../platform/llm/gemini-provider.ts';
import { createOpenAiProvider } from '../../../../platform/llm/openai-provider.ts';
import type { ModelFailure, Prompt, Provider } from '../../../../platform/llm/provider.ts';
import { withRetries } from '../../../../platform/llm/with-retries.ts';
import { geminiWire } from '../../../support/llm/gemini-wire.ts';
import { letterVector, startLlmServer, usedTokens } from '../../../support/llm/llm-server.ts';
import type { LlmServer, ModelReply, Wire } from '../../../support/llm/llm-server.ts';
import { openAiWire } from '../../../support/llm/openai-wire.ts';

const apiKey = 'sk-canary-of-the-key';
const prompt: Prompt = {
  instructions: 'Answer with handles alone.',
  data: '{"fields":[]}',
  schema: { type: 'object', properties: { answers: { type: 'array', items: { type: 'string' } } } },
  maxTokensOut: 100,
};
const plan = { attempts: 3, timeoutMs: 5_000, firstWaitMs: 1, longestWaitMs: 2_000 };

const providers: readonly (readonly [string, Wire, (url: string) => Provider])[] = [
  ['OpenAI', openAiWire, (url) => createOpenAiProvider({ apiKey, baseUrl: `${url}/v1` })],
  ['Gemini', geminiWire, (url) => createGeminiProvider({ apiKey, baseUrl: url })],
];

describe.each(providers)('%s through its own SDK', (_name, wire, create) => {
  let server: LlmServer;
  let provider: Provider;
  let replies: ModelReply[];

  beforeEach(async () => {
    replies = [];
    server = await startLlmServer(wire, () => replies.shift() ?? { text: '{"answers":["c1"]}' });
    provider = create(server.url);
  });
  afterEach(() => server.close());

  const ask = (timeoutMs = 5_000) => provider.complete('test-model', prompt, AbortSignal.timeout(timeoutMs));
  const failure = async (asking: Promise<unknown>): Promise<ModelFailure> => {
    try {
      await asking;
    } catch (error) {
      return error as ModelFailure;
    }
    throw new Error('it should have failed');
  };

  test('sends model, instructions, data and schema apart, the key in a header, and counts tokens', async () => {
    expect(await ask()).toEqual({
      text: '{"answers":["c1"]}',
      tokensIn: usedTokens.in,
      tokensOut: usedTokens.out,
    });
    const [request] = server.requests;
    expect(request).toMatchObject({
      model: 'test-model',
      instructions: prompt.instructions,
      data: prompt.data,
      schema: prompt.schema,
    });
    expect(JSON.stringify(request?.headers)).toContain(apiKey);
  });

  test('takes no answer in time for a time-out', async () => {
    replies = [{ hang: true }];
    expect(await failure(ask(100))).toMatchObject({ kind: 'timeout', retry: true });
  });

  test('hands on how long a 429 wants us to wait, and comes back then', async () => {
    replies = [{ status: 429, headers: { 'retry-after': '1' }, message: apiKey }];
    const refused = await failure(ask());
    expect(refused).toMatchObject({ kind: 'rate_limited', retry: true, retryAfterMs: 1_000 });
    expect(refused.message).not.toContain(apiKey);
    replies = [{ status: 429, headers: { 'retry-after': '1' } }];
    const completion = await withRetries(plan, (signal) => provider.complete('m', prompt, signal));
    expect(completion.text).toBe('{"answers":["c1"]}');
  });

  test('does not wait longer than is worth while', async () => {
    replies = [{ status: 429, headers: { 'retry-after': '3600' } }];
    const refused = await failure(withRetries(plan, (signal) => provider.complete('m', prompt, signal)));
    expect(refused.kind).toBe('rate_limited');
    expect(server.requests).toHaveLength(1);
  });

  test('tries 5xx again, three times at most, and a wrong key never', async () => {
    replies = Array.from({ length: 9 }, () => ({ status: 503 }));
    expect((await failure(withRetries(plan, (signal) => provider.complete('m', prompt, signal)))).kind).toBe(
      'failed',
    );
    expect(server.requests).toHaveLength(3);
    replies = [{ status: 401, message: `wrong key ${apiKey}` }];
    const refused = await failure(withRetries(plan, (signal) => provider.complete('m', prompt, signal)));
    expect([refused.kind, refused.retry, server.requests.length]).toEqual(['failed', false, 4]);
    expect(`${refused.message} ${refused.stack ?? ''}`).not.toContain(apiKey);
  });

  test('says what became of refusals, answers cut off and answers that are none', async () => {
    replies = [{ refusal: 'I will not' }, { cutOff: '{"answ' }];
    expect(await failure(ask())).toMatchObject({ kind: 'refused', tokensIn: usedTokens.in });
    expect(await failure(ask())).toMatchObject({ kind: 'truncated', tokensOut: usedTokens.out });
    replies = [{ raw: '<html>proxy login</html>', contentType: 'text/html' }];
    expect(['invalid', 'failed']).toContain((await failure(ask())).kind);
    replies = [{ raw: '{}', contentType: 'application/json' }];
    expect((await failure(ask())).kind).toBe('invalid');
    replies = [{ raw: '{"answers"', contentType: 'application/json' }];
    expect(['invalid', 'failed']).toContain((await failure(ask())).kind);
  });

  test('follows no redirect and reads no endless answer', async () => {
    replies = [{ status: 307, headers: { location: `${server.url}/elsewhere` } }];
    expect((await failure(ask())).kind).toBe('failed');
    replies = [
      {
        raw: JSON.stringify(wire.answerOf({ text: 'x'.repeat(5 * 1024 * 1024) })),
        contentType: 'application/json',
      },
    ];
    expect((await failure(ask())).kind).toBe('failed');
    expect(server.requests).toHaveLength(2);
  });

  test('makes one vector per text, in their order', async () => {
    const texts = ['annual revenue', 'postal code', 'x'];
    const { vectors } = await provider.embed('test-embedding', texts, AbortSignal.timeout(5_000));
    expect(vectors).toEqual(texts.map(letterVector));
  });
});
