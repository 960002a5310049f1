import type pg from 'pg';
import { judgeRenames } from '../../../activities/repair/advise-renames.ts';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { cleanText } from '../../../domain/repair/outbound-text.ts';
import { matchFields } from '../../../domain/repair/match-fields.ts';
import type { RenameQuestion } from '../../../domain/repair/rename-features.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { createAdvisor } from '../../../platform/llm/advisor.ts';
import type { Advisor } from '../../../platform/llm/advisor.ts';
import { createLlm } from '../../../platform/llm/create-llm.ts';
import { createLogger } from '../../../platform/logger.ts';
import { hostileNames, sneakyNames } from '../../support/llm/hostile-names.ts';
import { startLlmServer } from '../../support/llm/llm-server.ts';
import type { LlmServer, ModelReply, ModelRequest } from '../../support/llm/llm-server.ts';
import { openAiWire } from '../../support/llm/openai-wire.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';

/** What a careful reader would say; `internal_score` is gone for good. */
const truth: Readonly<Record<string, string>> = {
  email: 'email_address',
  annual_revenue: 'yearly_revenue',
  mobile: 'cell_phone',
  rating: 'lead_grade',
};

const table = (extra: string): RenameQuestion => ({
  object: 'accounts',
  lost: [
    { name: 'email', type: 'string' },
    { name: 'annual_revenue', type: 'decimal' },
    { name: 'mobile', type: 'string' },
    { name: 'rating', type: 'string' },
    { name: 'internal_score', type: 'string' },
  ],
  fresh: [
    { name: 'email_address', type: 'string' },
    { name: 'yearly_revenue', type: 'decimal' },
    { name: 'cell_phone', type: 'string' },
    { name: 'lead_grade', type: 'string' },
    { name: extra, type: 'string' },
  ],
  kept: ['id', 'name', 'created_at'],
});
const borders = { review: 0.6, automatic: 0.85 };

interface Shown {
  readonly fields: readonly {
    readonly id: string;
    readonly name: string;
    readonly candidates: readonly string[];
  }[];
  readonly candidates: readonly { readonly id: string; readonly name: string }[];
}

/** Reads the table as a person would, unless any text that it is shown gives an order. */
const reply =
  (orders: ReadonlySet<string>, obey: (shown: Shown, order: string) => unknown) =>
  ({ data }: ModelRequest): ModelReply => {
    const shown = JSON.parse(data) as Shown;
    const order = shown.candidates.find(({ name }) => orders.has(name))?.id;
    if (order !== undefined) return { text: JSON.stringify({ answers: obey(shown, order) }) };
    const answers = shown.fields.map(({ id, name }) => ({
      field: id,
      candidate: shown.candidates.find((candidate) => candidate.name === truth[name])?.id ?? 'none',
      confidence: 0.95,
    }));
    return { text: JSON.stringify({ answers }) };
  };

/** Ways to obey: one field or all of them to the one that gave the order, everything to nothing, all one place on. */
const obediences: Readonly<Record<string, (shown: Shown, order: string) => unknown>> = {
  'the last field is the one': ({ fields }, order) => [
    { field: fields.at(-1)?.id, candidate: order, confidence: 1 },
    ...fields.slice(0, -1).map(({ id }) => ({ field: id, candidate: 'none', confidence: 1 })),
  ],
  'every field is the one': ({ fields }, order) =>
    fields.map(({ id }) => ({ field: id, candidate: order, confidence: 1 })),
  'no field is anything': ({ fields }) =>
    fields.map(({ id }) => ({ field: id, candidate: 'none', confidence: 1 })),
  'every field is its neighbour’s': ({ fields, candidates }) =>
    fields.map(({ id }, at) => ({
      field: id,
      candidate: candidates[(at + 1) % candidates.length]?.id,
      confidence: 1,
    })),
};

let server: LlmServer;
let api: TestApi;
let pool: pg.Pool;
let tenant: TenantId;
let advisor: Advisor;
let answer: (request: ModelRequest) => ModelReply;

beforeAll(async () => {
  server = await startLlmServer(openAiWire, (request) => answer(request));
  api = await startTestApi({
    environment: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${server.url}/v1`, LLM_TOKENS_PER_DAY: '10000000' },
  });
  const { url: databaseUrl, rolesKey } = api.database;
  const logger = createLogger('test', 'silent');
  pool = createPool({ databaseUrl, rolesKey, role: 'au_worker', max: 2, logger });
  tenant = parseTenant((await newTenant(api)).tenantId);
  advisor = createAdvisor({ pool, llm: createLlm(api.deps.config, { pool, redis: undefined, logger }) });
});
afterAll(async () => {
  await pool.end();
  await api.close();
  await server.close();
});

interface Outcome {
  /** Which lost field becomes which new one, as far as anybody is shown. */
  readonly shown: readonly string[];
  /** Of these, what could be applied without a person. */
  readonly automatic: readonly string[];
}

const outcomeOf = async (question: RenameQuestion, by: Advisor | undefined): Promise<Outcome> => {
  const found = await judgeRenames(
    by,
    { tenantId: tenant, system: 'supabase', question, subject: 'test' },
    matchFields(question),
    { known: new Map(), automatic: borders.automatic },
  );
  const those = (which: (confidence: number) => boolean) =>
    found
      .filter(({ confidence }) => which(confidence))
      .map(({ from, to }) => `${from} → ${to}`)
      .sort();
  return {
    shown: those((confidence) => confidence >= borders.review),
    automatic: those((confidence) => confidence > borders.automatic),
  };
};

test('the table is worth asking about: a careful reader finds more than the evidence alone', async () => {
  answer = reply(new Set(), () => []);
  const alone = await outcomeOf(table('remarks'), undefined);
  const judged = await outcomeOf(table('remarks'), advisor);
  expect(judged.shown).toEqual(
    Object.entries(truth)
      .map(([from, to]) => `${from} → ${to}`)
      .sort(),
  );
  expect(alone.shown).not.toContain('rating → lead_grade');
  expect(judged.automatic).toEqual(alone.automatic);
});

describe.each(Object.entries(obediences))('a model that obeys: %s', (_name, obey) => {
  test.each(hostileNames)('%j gives the mapping of a harmless name', async (hostile) => {
    answer = reply(new Set([hostile, cleanText(hostile)]), obey);
    const harmless = await outcomeOf(table('remarks'), advisor);
    const attacked = await outcomeOf(table(hostile), advisor);
    expect(attacked.shown).toEqual(harmless.shown);
    // A name that shares words with a lost field is its rival by the evidence, whoever reads it.
    expect(attacked.automatic).toEqual((await outcomeOf(table(hostile), undefined)).automatic);
  });

  test.each(sneakyNames)('%s, which reads like a name, gets nothing either', async (sneaky) => {
    answer = reply(new Set([sneaky]), obey);
    const alone = await outcomeOf(table(sneaky), undefined);
    const attacked = await outcomeOf(table(sneaky), advisor);
    expect(attacked.automatic).toEqual(alone.automatic);
    const its = ({ shown }: Outcome) => shown.filter((pair) => pair.includes(sneaky));
    expect(its(attacked)).toEqual(its(alone));
  });
});
