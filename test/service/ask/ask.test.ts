import type { AnsweredQuestion } from '../../../api/ask/question-view.ts';
import { personas } from '../../../domain/ask/personas.ts';
import { viewNames } from '../../../domain/dcl/views.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { queryGeneration } from '../../../platform/duckdb/query/query-generation.ts';
import { runCli } from '../../support/run-cli.ts';
import { headline, openCompany } from './open-company.ts';
import type { AskedCompany } from './open-company.ts';
import { today } from './planted-company.ts';
import { amount, closed, grouped, known, recount, spend, within } from './recount.ts';

let company: AskedCompany;
beforeAll(async () => {
  company = await openCompany();
}, 120_000);
afterAll(() => company.close());

const ask: AskedCompany['ask'] = (question, more) => company.ask(question, more);

const october = within('charge_period_start', '2026-10-01', '2026-11-01');
const september = within('charge_period_start', '2026-09-01', '2026-10-01');

describe('figures, counted again in the stream', () => {
  test.each<[string, Entity, string]>([
    ['What is our cloud spend this month?', 'cloud_cost', spend(october)],
    [
      'How much did we spend on "AWS" last month?',
      'cloud_cost',
      spend(`${september} and data ->> 'provider_name' = 'AWS'`),
    ],
    [
      'Cloud spend between 2026-09-10 and 2026-09-12',
      'cloud_cost',
      spend(within('charge_period_start', '2026-09-10', '2026-09-13')),
    ],
    ['untagged spend last month', 'cloud_cost', spend(`${september} and data -> 'tags' ->> 'team' is null`)],
    ['What is our open pipeline?', 'opportunity', amount(`not ${closed}`)],
    [
      'How much did we win last month?',
      'opportunity',
      amount(`(data ->> 'is_won')::boolean and ${within('close_date', '2026-09-01', '2026-10-01')}`),
    ],
    [
      'How many open deals do we have?',
      'opportunity',
      `'' as name, count(*)::text as figure {known} and not ${closed}`,
    ],
    [
      'How many deals did we lose?',
      'opportunity',
      `'' as name, count(*)::text as figure {known} and data ->> 'stage' = 'lost'`,
    ],
    [
      'How many resources are untagged?',
      'cloud_resource',
      `'' as name, count(*)::text as figure {known} and data -> 'tags' ->> 'team' is null`,
    ],
  ])('%s', async (question, entity, sql) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('answered');
    expect(headline(answer)).toEqual(await recount(company, entity, sql));
  });

  test.each<[string, Entity, string]>([
    ['Cloud spend by service last month', 'cloud_cost', spend(september, `(data ->> 'service_name')`)],
    ['Cloud spend by month', 'cloud_cost', spend('true', `left(data ->> 'charge_period_start', 7)`)],
    [
      'Cloud spend by tag team this month',
      'cloud_cost',
      spend(october, `coalesce(data -> 'tags' ->> 'team', '')`),
    ],
    ['Pipeline by stage', 'opportunity', amount(`not ${closed}`, `(data ->> 'stage')`)],
  ])('%s', async (question, entity, sql) => {
    expect(grouped(await ask(question))).toEqual(await recount(company, entity, sql));
  });

  test('read otherwise in one part, a question is answered as if it had been put so', async () => {
    const { understood } = await ask('What is our cloud spend this month?');
    expect(understood.map(({ part, value }) => [part, value])).toEqual([
      ['persona', 'COO'],
      ['measure', 'value'],
      ['entity', 'cloud costs'],
      ['state', 'any'],
      ['group', 'none'],
      ['period', 'October 2026'],
      ['comparison', 'nothing'],
    ]);
    const other = (part: string, label: string) =>
      understood.find((reading) => reading.part === part)?.others.find((one) => one.label === label);
    const last = await ask(other('period', 'last month')?.question ?? '');
    expect(headline(last)).toEqual(await recount(company, 'cloud_cost', spend(september)));
    const byService = await ask(other('group', 'service')?.question ?? '');
    expect(grouped(byService)).toEqual(
      await recount(company, 'cloud_cost', spend(october, `(data ->> 'service_name')`)),
    );
    const { question = '', persona } = other('persona', 'CFO') ?? {};
    expect(await ask(question, { persona })).toMatchObject({ question, persona: 'CFO' });
  });

  test('the win rate, and accounts of which two sources know each', async () => {
    const [{ won, all } = { won: '', all: '' }] = (
      await company.api.database.admin.query<{ won: string; all: string }>(
        `select count(*) filter (where (data ->> 'is_won')::boolean)::text as won, count(*)::text as all
         from ${known} where op = 'u' and ${closed}`,
        [company.tenantId, 'opportunity'],
      )
    ).rows;
    expect((await ask('What is our win rate?')).sentence).toContain(`(${won} of ${all} closed deals won)`);
    expect((await ask('How many duplicate accounts were merged?')).figures).toMatchObject([{ value: '4' }]);
    expect((await ask('How many accounts do we have?')).figures).toMatchObject([{ value: '4' }]);
  });

  test('each answer can be asked again by its query, and every record that it cites is there', async () => {
    for (const question of [
      'What is our cloud spend this month?',
      'Top 5 open deals',
      'Which accounts are in Germany?',
    ]) {
      const { query, citations, freshness, table } = await ask(question);
      const again = await queryGeneration(
        { pool: company.api.deps.pools.app, config: { DCL_ROOT: company.root } },
        {
          tenantId: company.tenantId,
          sql: query?.sql ?? '',
          parameters: query?.parameters ?? [],
          generation: freshness?.generation ?? 0,
        },
      );
      expect(again.rows).toHaveLength(table?.rows.length ?? -1);
      expect(citations.length).toBeGreaterThan(0);
      for (const { entity, id } of citations) {
        const { rowCount } = await company.api.database.admin.query(
          `select from au.materialized_${viewNames[entity as Entity]} where tenant_id = $1 and ${entity}_id = $2`,
          [company.tenantId, id],
        );
        expect([entity, id, rowCount]).toEqual([entity, id, 1]);
      }
    }
  });

  test('a value is traced to its source record and mapping version', async () => {
    const { sentence } = await ask('Where does the industry of "Alder Works" come from?');
    expect(sentence).toContain('comes from record a0 of filesource Account by version 1 of its mapping');
  });
});

describe('whom a question goes to', () => {
  test('cloud spend is the COO’s, with reasons; a persona that is asked for is kept', async () => {
    const answer = await ask('What is our cloud spend this month?');
    expect(answer).toMatchObject({ persona: 'COO', understood_by: 'grammar' });
    expect(answer.persona_reasons[0]).toContain('what the cloud costs');
    expect(await ask('What is our cloud spend this month?', { persona: 'CFO' })).toMatchObject({
      persona: 'CFO',
    });
  });

  test('every persona has a dashboard whose figures are those of its questions', async () => {
    for (const persona of personas) {
      const { status, json } = await company.api.ask(
        'GET',
        `/api/v1/personas/${persona.toLowerCase()}/dashboard?today=${today}`,
        { token: company.token },
      );
      expect(status).toBe(200);
      const { tiles, freshness } = json as unknown as {
        readonly tiles: readonly (AnsweredQuestion & { readonly title: string })[];
        readonly freshness: { readonly generation: number };
      };
      expect(freshness.generation).toBe(1);
      expect(tiles.length).toBeGreaterThanOrEqual(4);
      for (const tile of tiles) {
        expect([persona, tile.title, tile.query === null]).toEqual([persona, tile.title, false]);
        const { figures, sentence } = await ask(tile.question);
        expect([tile.title, tile.figures, tile.sentence]).toEqual([tile.title, figures, sentence]);
      }
    }
    expect(
      (await company.api.ask('GET', '/api/v1/personas/ceo/dashboard', { token: company.token })).status,
    ).toBe(404);
  });
});

test('the command line asks the same, for people and for programs', async () => {
  const environment = {
    AUTONOMOS_URL: company.api.url,
    AUTONOMOS_TOKEN: company.token,
    AUTONOMOS_HOME: company.root,
  };
  const words = ['ask', 'Cloud', 'spend', 'by', 'service', 'last', 'month', '--today', today];
  const { code, out } = await runCli([...words, '--sql'], environment);
  expect(code).toBe(0);
  expect(out).toContain((await ask('Cloud spend by service last month')).sentence);
  expect(out).toMatch(/│ Compute +│/);
  expect(out).toContain('from cloud_costs v');
  const told = await runCli(['--json', ...words], environment);
  expect(JSON.parse(told.out)).toMatchObject({ outcome: 'answered', persona: 'COO' });
});
