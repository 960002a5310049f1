import { Writable } from 'node:stream';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import { pino } from 'pino';
import { adviseMapping } from '../../../activities/advise-mapping.ts';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { JudgeQuestion } from '../../../domain/repair/judge-question.ts';
import { suggestEntities } from '../../../domain/repair/suggest-entity.ts';
import { readConfig } from '../../../platform/config.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { remember } from '../../../platform/database/repositories/repair-memory.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { createAdvisor } from '../../../platform/llm/advisor.ts';
import type { Advisor } from '../../../platform/llm/advisor.ts';
import { createLlm } from '../../../platform/llm/create-llm.ts';
import { createLogger } from '../../../platform/logger.ts';
import { createRedis } from '../../../platform/redis.ts';
import { geminiWire } from '../../support/llm/gemini-wire.ts';
import { startLlmServer, usedTokens } from '../../support/llm/llm-server.ts';
import type { LlmServer, ModelReply, ModelRequest } from '../../support/llm/llm-server.ts';
import { openAiWire } from '../../support/llm/openai-wire.ts';
import { redisUrl } from '../../support/services.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

const keys = { OPENAI_API_KEY: 'sk-canary-openai', GEMINI_API_KEY: 'canary-gemini' };
const models = 'openai:test-model=0.4/1.6,gemini:other-model';

let openAi: LlmServer;
let gemini: LlmServer;
let api: TestApi;
let pool: pg.Pool;
let redis: Redis;
let log = '';
let reply: (request: ModelRequest) => ModelReply;

/** Answers every field with its first candidate. */
const firstCandidates = ({ data }: ModelRequest): ModelReply => {
  const { fields } = JSON.parse(data) as { fields: { id: string; candidates: string[] }[] };
  const answers = fields.map(({ id, candidates }) => ({
    field: id,
    candidate: candidates[0],
    confidence: 0.9,
  }));
  return { text: JSON.stringify({ answers }) };
};

const environment = (more: Readonly<Record<string, string>> = {}) => ({
  ...keys,
  OPENAI_BASE_URL: `${openAi.url}/v1`,
  GEMINI_BASE_URL: gemini.url,
  LLM_MODELS: models,
  LLM_TOKENS_PER_DAY: '50000',
  LLM_TIMEOUT_SECONDS: '5',
  ...more,
});

beforeAll(async () => {
  openAi = await startLlmServer(openAiWire, (request) => reply(request));
  gemini = await startLlmServer(geminiWire, (request) => reply(request));
  api = await startTestApi({ environment: environment() });
  const { url: databaseUrl, rolesKey } = api.database;
  const logger = createLogger('test', 'silent');
  pool = createPool({ databaseUrl, rolesKey, role: 'au_worker', max: 5, logger });
  redis = createRedis({ url: redisUrl(), logger, commandTimeoutMs: 2_000 });
  await new Promise((resolve) => redis.once('ready', resolve));
});
afterAll(async () => {
  redis.disconnect();
  await pool.end();
  await api.close();
  await openAi.close();
  await gemini.close();
});

let user: TestUser;
let tenant: TenantId;
let advisor: Advisor;

const advisorWith = (more: Readonly<Record<string, string>> = {}): Advisor => {
  const logger = pino(
    { level: 'trace' },
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        log += chunk.toString();
        done();
      },
    }),
  );
  const config = readConfig({
    DATABASE_URL: api.database.url,
    DATABASE_ROLES_KEY: api.database.rolesKey,
    TEMPORAL_ADDRESS: 'localhost:1',
    JWT_SECRET: 's'.repeat(32),
    ENCRYPTION_KEY: 's'.repeat(32),
    ...environment(more),
  });
  return createAdvisor({ pool, llm: createLlm(config, { pool, redis, logger }) });
};

beforeEach(async () => {
  user = await newTenant(api);
  tenant = parseTenant(user.tenantId);
  advisor = advisorWith();
  reply = firstCandidates;
});

const question = (...items: JudgeQuestion['items']): JudgeQuestion => ({
  kind: 'rename',
  system: 'supabase',
  object: 'accounts',
  neighbours: ['id'],
  items: items.length > 0 ? items : [{ name: 'fax', candidates: [{ name: 'telecopier' }, { name: 'city' }] }],
});
const usage = async () => (await api.ask('GET', '/api/v1/llm/usage', { token: user.token })).json;
const set = async (settings: Readonly<Record<string, unknown>>) => {
  await api.database.admin.query('update au.tenants set settings = settings || $2 where tenant_id = $1', [
    tenant,
    JSON.stringify(settings),
  ]);
};
const outcomes = async (): Promise<unknown> => {
  const { rows } = await api.database.admin.query<{ outcome: string }>(
    'select outcome from au.llm_calls where tenant_id = $1 order by at',
    [tenant],
  );
  return rows.map(({ outcome }) => outcome);
};

test('a verdict, its tokens and its cost', async () => {
  const verdicts = await advisor.judge(tenant, question(), { subject: 'drift_event:1' });
  expect(verdicts.get('fax')).toEqual({ choice: 'telecopier', confidence: 0.9 });
  const cost = ((usedTokens.in * 0.4 + usedTokens.out * 1.6) / 1e6).toFixed(6);
  expect(await usage()).toMatchObject({
    heuristic_only: false,
    models: ['openai:test-model', 'gemini:other-model'],
    tokens_per_day: 50_000,
    tokens_today: usedTokens.in + usedTokens.out,
    totals: { calls: 1, failed: 0, tokens_in: usedTokens.in, tokens_out: usedTokens.out, cost_usd: cost },
    lines: [{ purpose: 'judge_rename', provider: 'openai', model: 'test-model', outcome: 'answered' }],
  });
});

test('the same question is answered from the cache, another tenant is asked for anew', async () => {
  await advisor.judge(tenant, question());
  const before = openAi.requests.length;
  expect((await advisor.judge(tenant, question())).get('fax')?.choice).toBe('telecopier');
  expect(openAi.requests).toHaveLength(before);
  expect(await usage()).toMatchObject({ totals: { calls: 1, saved_by_cache: 1 } });
  const other = await newTenant(api);
  await advisor.judge(parseTenant(other.tenantId), question());
  expect(openAi.requests).toHaveLength(before + 1);
});

test('a request, or the tenant, chooses of the configured models', async () => {
  const before = gemini.requests.length;
  await advisor.judge(tenant, question(), { model: 'gemini:other-model' });
  await set({ llm_model: 'gemini:other-model' });
  await advisor.judge(tenant, question({ name: 'a', candidates: [{ name: 'b' }] }));
  expect(gemini.requests.slice(before).map(({ model }) => model)).toEqual(['other-model', 'other-model']);
  expect(await usage()).toMatchObject({ totals: { calls: 2, cost_usd: null } });
  await expect(advisor.judge(tenant, question(), { model: 'openai:gpt-9' })).rejects.toMatchObject({
    code: 'validation_failed',
  });
});

const junk: readonly (readonly [string, string, ModelReply])[] = [
  ['JSON in prose', 'invalid', { text: 'Sure! Here it is: {"answers":[]}' }],
  ['another language', 'invalid', { text: 'Das Feld ist telecopier.' }],
  ['nothing', 'invalid', { text: '' }],
  [
    'a candidate nobody offered',
    'invalid',
    { text: '{"answers":[{"field":"f1","candidate":"c7","confidence":1}]}' },
  ],
  [
    'a name for a handle',
    'invalid',
    { text: '{"answers":[{"field":"fax","candidate":"telecopier","confidence":1}]}' },
  ],
  [
    'a confidence in words',
    'invalid',
    { text: '{"answers":[{"field":"f1","candidate":"c1","confidence":"1.0"}]}' },
  ],
  ['a refusal', 'refused', { refusal: 'I cannot help with that' }],
  ['half an answer', 'truncated', { cutOff: '{"answers":[{"field":"f1"' }],
  ['an error', 'failed', { status: 400, message: 'bad request' }],
];
test.each(junk)('%s is no verdict: %s', async (_what, outcome, junkReply) => {
  reply = () => junkReply;
  expect((await advisor.judge(tenant, question())).size).toBe(0);
  expect(await outcomes()).toEqual([outcome]);
  // What was refused is not kept: the next one asks again.
  reply = firstCandidates;
  expect((await advisor.judge(tenant, question())).size).toBe(1);
});

test('a server that does not answer costs its deadline and no verdict', async () => {
  reply = () => ({ hang: true });
  const hasty = advisorWith({ LLM_TIMEOUT_SECONDS: '0.1' });
  expect((await hasty.judge(tenant, question())).size).toBe(0);
  expect(await outcomes()).toEqual(['timeout']);
});

test('a 429 is waited for as long as it says', async () => {
  let first = true;
  reply = (request) => {
    if (!first) return firstCandidates(request);
    first = false;
    return { status: 429, headers: { 'retry-after': '1' } };
  };
  expect((await advisor.judge(tenant, question())).size).toBe(1);
  expect(await outcomes()).toEqual(['answered']);
});

test('the budget of a day holds, however many ask at once', async () => {
  await set({ llm_tokens_per_day: 7_000 });
  const before = openAi.requests.length;
  const asking = Array.from({ length: 12 }, (_, at) =>
    advisor.judge(tenant, question({ name: `field_${at}`, candidates: [{ name: 'x' }] })),
  );
  const answered = (await Promise.all(asking)).filter(({ size }) => size > 0);
  expect(answered.length).toBeGreaterThan(0);
  expect(answered.length).toBeLessThan(12);
  expect(openAi.requests).toHaveLength(before + answered.length);
  const after = await usage();
  expect(after).toMatchObject({
    totals: { calls: answered.length, over_budget: 12 - answered.length },
    tokens_today: answered.length * (usedTokens.in + usedTokens.out),
  });
  await set({ llm_tokens_per_day: 0 });
  expect((await advisor.judge(tenant, question())).size).toBe(0);
});

test('a tenant that has switched language models off is not sent anywhere', async () => {
  await api.ask('PUT', '/api/v1/flags/llm', { token: user.token, body: { enabled: false } });
  const before = openAi.requests.length;
  expect((await advisor.judge(tenant, question())).size).toBe(0);
  expect(openAi.requests).toHaveLength(before);
  expect(await usage()).toMatchObject({ heuristic_only: true, totals: { calls: 0 } });
});

test('values stay here; their shapes leave only where the tenant wants it', async () => {
  const asked = question({
    name: 'fax',
    samples: ['Canary 4711 street'],
    candidates: [{ name: 'telecopier', samples: ['Canary 4711 street'] }],
  });
  await advisor.judge(tenant, asked);
  await api.ask('PUT', '/api/v1/flags/llm_samples', { token: user.token, body: { enabled: true } });
  await advisor.judge(tenant, asked);
  const [bare, shaped] = openAi.requests.slice(-2).map(({ data }) => data);
  expect(bare).not.toContain('shapes');
  expect(shaped).toContain('Aaaaaa 9999 aaaaaa');
  expect(JSON.stringify(openAi.requests)).not.toContain('4711');
});

test('what people decided spares the call, and is counted', async () => {
  const decision = {
    kind: 'rename',
    system: 'supabase',
    object: 'contacts',
    from: 'fax',
    to: 'telecopier',
    verdict: 'approved',
    decidedBy: user.userId,
    repairId: user.userId,
    changeId: 'contact.fax',
  } as const;
  const app = api.deps.pools.app;
  await withTenant(app, tenant, (transaction) => remember(transaction, [decision]));
  await withTenant(app, tenant, (transaction) => remember(transaction, [decision]));
  const pairs = [{ ...decision, object: 'accounts' }];
  const [known] = await advisor.recall(tenant, pairs);
  expect(known).toMatchObject({ covered: true, barred: false });
  expect(known?.history).toBeCloseTo(0.5);
  const before = openAi.requests.length;
  const verdicts = await advisor.judge(tenant, question(), { recollectionOf: () => known });
  expect([verdicts.size, openAi.requests.length]).toEqual([0, before]);
  expect(await usage()).toMatchObject({ totals: { calls: 0, saved_by_memory: 1 } });
  const stranger = await newTenant(api);
  expect(await advisor.recall(parseTenant(stranger.tenantId), pairs)).toEqual([
    { history: 0, covered: false, barred: false },
  ]);
});

test('a first mapping is offered what people approved elsewhere, and a model lifts what names leave open', async () => {
  const decision = {
    kind: 'mapping',
    system: 'supabase',
    object: 'partners',
    from: 'zx_17',
    to: 'account.phone',
    verdict: 'approved',
    decidedBy: user.userId,
    repairId: user.userId,
    changeId: 'account.phone',
  } as const;
  await withTenant(pool, tenant, (transaction) => remember(transaction, [decision]));
  let shown = '';
  reply = ({ data }) => {
    shown = data;
    const { candidates } = JSON.parse(data) as { candidates: { id: string; name: string }[] };
    const candidate = candidates.find(({ name }) => name === 'annual_revenue')?.id;
    return { text: JSON.stringify({ answers: [{ field: 'f1', candidate, confidence: 1 }] }) };
  };
  const fields = [
    ...['company_name', 'website', 'zx_17'].map((name) => ({ name, type: 'string' as const })),
    { name: 'yearly_sales', type: 'decimal' as const },
  ];
  const best = suggestEntities('customers', fields, 'supabase')[0]!;
  const place = { tenantId: tenant, system: 'supabase', object: 'customers' };
  const { suggestion, author, barred } = await adviseMapping(advisor, { ...place, fields }, best);
  const of = (found: typeof best, source: string) => found.fields.find((one) => one.source === source);
  expect([best.entity, author, barred]).toEqual(['account', 'llm', false]);
  expect(shown).toContain('"note"');
  expect(of(best, 'zx_17')?.field).toBeNull();
  expect(of(suggestion, 'zx_17')).toMatchObject({ field: 'phone', confidence: 0.8 });
  const [before, after] = [of(best, 'yearly_sales')!, of(suggestion, 'yearly_sales')!];
  expect([before.field, after.field]).toEqual(['annual_revenue', 'annual_revenue']);
  expect(after.confidence).toBeGreaterThan(before.confidence);
  expect(after.confidence).toBeLessThan(0.85);
  expect(of(suggestion, 'company_name')).toEqual(of(best, 'company_name'));
  expect(await usage()).toMatchObject({ lines: [{ purpose: 'judge_mapping', outcome: 'answered' }] });
});

test.each(['openai', 'gemini'])(
  'memory takes the vectors of %s, and its own while that is away',
  async (name) => {
    const server = name === 'openai' ? openAi : gemini;
    const vectors = advisorWith({ LLM_EMBEDDING_MODEL: `${name}:test-embedding=0.02` });
    const decision = {
      kind: 'mapping',
      system: 'supabase',
      object: 'accounts',
      from: 'turnover',
      to: 'account.annual_revenue',
      verdict: 'approved',
      decidedBy: user.userId,
      repairId: user.userId,
      changeId: 'account.annual_revenue',
    } as const;
    await withTenant(pool, tenant, (transaction) => remember(transaction, [decision]));
    const before = server.embedded.length;
    expect(await vectors.recall(tenant, [decision])).toMatchObject([{ covered: true }]);
    expect(await vectors.recall(tenant, [decision])).toMatchObject([{ covered: true }]);
    expect(server.embedded.slice(before)).toEqual([
      ['turnover', 'account.annual_revenue'],
      ['turnover', 'account.annual_revenue'],
    ]);
    const { rows } = await api.database.admin.query<{ embedding_model: string; places: number }>(
      'select embedding_model, cardinality(from_embedding) as places from au.repair_memory where tenant_id = $1',
      [tenant],
    );
    expect(rows).toEqual([{ embedding_model: `${name}:test-embedding`, places: 8 }]);
    expect(await advisor.recall(tenant, [decision])).toMatchObject([{ covered: true }]);
  },
);

test('the counters tell calls, tokens, cost and what was saved', async () => {
  await advisor.judge(tenant, question());
  const { text } = await api.ask('GET', '/metrics');
  expect(text).toMatch(/autonomos_llm_calls_total\{[^}]*model="test-model",outcome="answered"[^}]*\} \d/);
  expect(text).toMatch(/autonomos_llm_calls_saved_total\{[^}]*saved_by="memory"[^}]*\} [1-9]/);
  expect(text).toMatch(/autonomos_llm_tokens_total\{[^}]*direction="in"[^}]*\} [1-9]/);
  expect(text).toMatch(/autonomos_llm_cost_usd_total\{[^}]*\} 0\.0/);
});

test('without a key there is no language model, and nothing is missing', async () => {
  const without = advisorWith({ OPENAI_API_KEY: '', GEMINI_API_KEY: '' });
  expect((await without.judge(tenant, question())).size).toBe(0);
  expect(await outcomes()).toEqual([]);
});

test('no key, prompt or answer in the logs', () => {
  expect(log).toContain('a language model gave no answer');
  for (const secret of [...Object.values(keys), 'telecopier', 'Das Feld', 'bad request'])
    expect(log).not.toContain(secret);
});
