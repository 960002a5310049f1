import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnsweredQuestion } from '../../../api/ask/question-view.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { loadDefaultMappings } from '../../../platform/default-mappings.ts';
import { generatedRecords } from '../dcl/generated-records.ts';
import { csvRows, mappedRecords } from '../dcl/mapped-records.ts';
import type { PlantedRecord } from '../dcl/planted-records.ts';
import { openCompany } from './open-company.ts';
import type { AskedCompany } from './open-company.ts';
import { amount, closed, counted, grouped, recount, spend, within, won } from './recount.ts';
import type { Figures } from './recount.ts';

/**
 * The numbers of answers, counted again by SQL over the stream alone, on the demo's generated data and on real files; and every
 * record that an answer cites, asked for by API.
 */
const shared = join(import.meta.dirname, '../../../../shared/data');
const real = existsSync(join(shared, 'crm-files'));
if (!real)
  console.warn('passed over: no ../shared/data beside the checkout, so no real files were asked about');

const realRecords = async (): Promise<PlantedRecord[]> => {
  const defaults = await loadDefaultMappings();
  const file = (path: string, entity: Entity, id?: string): PlantedRecord[] =>
    mappedRecords(
      {
        ...{ slug: 'real', system: 'filesource', object: path, entity },
        rows: csvRows(readFileSync(join(shared, path), 'utf8')),
        ...(id === undefined ? {} : { id }),
      },
      defaults,
    );
  return [
    ...file('crm-files/accounts.csv', 'account', 'account'),
    ...file('crm-files/sales_pipeline.csv', 'opportunity', 'opportunity_id'),
    ...file('finops/focus_sample.v1.0.csv', 'cloud_cost'),
    ...file('finops/focus_sample.v1.0.csv', 'cloud_resource'),
  ];
};

const monthAfter = (month: string, by: number): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 10);
};
const years = (today: string): readonly [last: string, now: string, next: string] => {
  const year = Number(today.slice(0, 4));
  return [`${String(year - 1)}-01-01`, `${String(year)}-01-01`, `${String(year + 1)}-01-01`];
};

interface Days {
  /** The last days on which there are costs, and deals. */
  readonly costs: string;
  readonly deals: string;
}
/** A question, whether its figures or a column of its table are meant, and how to count them again. */
type Case = readonly [question: string, shown: 'figures' | 'former' | 'table', entity: Entity, sql: string];

const aboutCosts = (today: string): readonly Case[] => {
  const [, year, nextYear] = years(today);
  const [former, month, next] = [-1, 0, 1].map((by) => monthAfter(today, by)) as [string, string, string];
  const charged = (from: string, till: string): string => within('charge_period_start', from, till);
  const thisMonth = charged(month, next);
  const thisYear = charged(year, nextYear);
  return [
    ['What is our cloud spend this month?', 'figures', 'cloud_cost', spend(thisMonth)],
    ['Cloud spend this year compared with last year', 'figures', 'cloud_cost', spend(thisYear)],
    [
      'Cloud spend this month compared with last month',
      'former',
      'cloud_cost',
      spend(charged(former, month)),
    ],
    ['Cloud spend by service this month', 'table', 'cloud_cost', spend(thisMonth, `data ->> 'service_name'`)],
    [
      'Cloud spend by month this year',
      'table',
      'cloud_cost',
      spend(thisYear, `left(data ->> 'charge_period_start', 7)`),
    ],
    ['Spend by provider this year', 'table', 'cloud_cost', spend(thisYear, `data ->> 'provider_name'`)],
    [
      'How much did we spend on "AWS" this year?',
      'figures',
      'cloud_cost',
      spend(`${thisYear} and lower(data ->> 'provider_name') = 'aws'`),
    ],
    [
      `Cloud spend between ${month} and ${today}`,
      'figures',
      'cloud_cost',
      spend(`${charged(month, next)} and left(data ->> 'charge_period_start', 10) <= '${today}'`),
    ],
    ['Cloud spend by tag team', 'table', 'cloud_cost', spend('true', `data -> 'tags' ->> 'team'`)],
    ['How many charges do we have?', 'figures', 'cloud_cost', counted('true')],
    [
      'How many cloud resources do we have?',
      'figures',
      'cloud_resource',
      `'' as name, count(distinct data ->> 'resource_id')::text as figure {known}`,
    ],
  ];
};

const aboutDeals = (today: string): readonly Case[] => {
  const [lastYear, year, nextYear] = years(today);
  const closing = (from: string, till: string): string => within('close_date', from, till);
  const thisYear = closing(year, nextYear);
  const lost = `${closed} and not ${won}`;
  return [
    ['What is our open pipeline?', 'figures', 'opportunity', amount(`not ${closed}`)],
    ['Pipeline by stage', 'table', 'opportunity', amount(`not ${closed}`, `data ->> 'stage'`)],
    ['How much did we win this year?', 'figures', 'opportunity', amount(`${won} and ${thisYear}`)],
    [
      'Value of won deals this year compared with last year',
      'former',
      'opportunity',
      amount(`${won} and ${closing(lastYear, year)}`),
    ],
    [
      'Value of won deals by month this year',
      'table',
      'opportunity',
      amount(`${won} and ${thisYear}`, `left(data ->> 'close_date', 7)`),
    ],
    [
      'Value of won deals by quarter this year',
      'table',
      'opportunity',
      amount(`${won} and ${thisYear}`, `to_char((data ->> 'close_date')::date, 'YYYY-"Q"Q')`),
    ],
    ['How many open deals do we have?', 'figures', 'opportunity', counted(`not ${closed}`)],
    ['How many deals did we lose?', 'figures', 'opportunity', counted(lost)],
    [
      'How many deals are overdue?',
      'figures',
      'opportunity',
      counted(`not ${closed} and data ->> 'close_date' < '${today}'`),
    ],
    [
      'How many deals are stuck?',
      'figures',
      'opportunity',
      counted(
        `not ${closed} and (data ->> 'close_date' < '${today}' or left(data ->> 'updated_at', 10)::date < '${today}'::date - 30)`,
      ),
    ],
    ['Open pipeline by owner', 'table', 'opportunity', amount(`not ${closed}`, `data ->> 'owner_id'`)],
    [
      'What is our win rate this year?',
      'figures',
      'opportunity',
      `'' as name, trim_scale(round(count(*) filter (where ${won})::numeric / nullif(count(*), 0), 10))::text as figure
       {known} and ${closed} and ${thisYear}`,
    ],
    [
      'What is the average won deal size?',
      'figures',
      'opportunity',
      `coalesce(data ->> 'currency', '') as name,
         trim_scale(round(avg((data ->> 'amount')::numeric), 10))::text as figure {known} and ${won} group by 1`,
    ],
  ];
};

const figuresOf = ({ figures }: AnsweredQuestion, which: 'value' | 'former'): Figures =>
  Object.fromEntries(figures.map((figure) => [figure.currency ?? '', figure[which]]));
const zeroForNone = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure ?? '0']));

/** Groups that an answer shows where there are more; the headline is of all of them. */
const mostShown = 20;
const expectGroups = (question: string, told: Figures, again: Figures): void => {
  const names = Object.keys(told);
  expect([question, told]).toEqual([question, Object.fromEntries(names.map((name) => [name, again[name]]))]);
  const leftOut = Object.keys(again).filter((name) => !names.includes(name));
  if (leftOut.length > 0) expect([question, names.length]).toEqual([question, mostShown]);
  const smallest = Math.min(...names.map((name) => Number(told[name])));
  for (const name of leftOut) expect(Number(again[name])).toBeLessThanOrEqual(smallest);
};

const recountAll = async (company: AskedCompany, days: Days): Promise<readonly AnsweredQuestion[]> => {
  const answers: AnsweredQuestion[] = [];
  const cases = [
    ...aboutCosts(days.costs).map((one) => [days.costs, one] as const),
    ...aboutDeals(days.deals).map((one) => [days.deals, one] as const),
  ];
  for (const [today, [question, shown, entity, sql]] of cases) {
    const answer = await company.ask(question, { today });
    const again = await recount(company, entity, sql);
    if (answer.outcome === 'empty') {
      expect([question, Object.values(again).filter((figure) => Number(figure) !== 0)]).toEqual([
        question,
        [],
      ]);
      continue;
    }
    expect([question, answer.outcome]).toEqual([question, 'answered']);
    if (shown === 'table') expectGroups(question, grouped(answer), again);
    else if (shown === 'former')
      expect([question, zeroForNone(figuresOf(answer, 'former'))]).toEqual([
        question,
        expect.objectContaining(zeroForNone(again)),
      ]);
    else expect([question, zeroForNone(figuresOf(answer, 'value'))]).toEqual([question, zeroForNone(again)]);
    answers.push(answer);
  }
  expect(answers.length).toBeGreaterThan(cases.length - 3);
  return answers;
};

/** The largest open deals, and accounts by their records: what needs the golden accounts is counted over their members. */
const recountLists = async (company: AskedCompany, { deals }: Days): Promise<readonly AnsweredQuestion[]> => {
  const { admin } = company.api.database;
  const top = await company.ask('Top 5 open deals', { today: deals });
  const { rows: largest } = await admin.query<{ currency: string; amounts: string[] }>(
    `select coalesce(data ->> 'currency', '') as currency, (array_agg(trim_scale((data ->> 'amount')::numeric)::text
       order by (data ->> 'amount')::numeric desc nulls last))[1:5] as amounts
     from (select distinct on (record_key) op, data from au.canonical_streams
       where tenant_id = $1 and entity = 'opportunity' order by record_key, record_seq desc) k
     where op = 'u' and not ${closed} group by 1`,
    [company.tenantId],
  );
  const [at, currency] = ['amount', 'currency'].map(
    (name) => top.table?.columns.findIndex((column) => column.name === name) ?? -1,
  ) as [number, number];
  const told = Map.groupBy(top.table?.rows ?? [], (row) => (row[currency] as string | null) ?? '');
  for (const { currency: name, amounts } of largest)
    expect([name, told.get(name)?.map((row) => row[at])]).toEqual([name, amounts]);

  const { rows: members } = await admin.query<{ records: string; golden: string }>(
    `select count(*)::text as records, count(distinct golden_id)::text as golden from au.golden_members
     where tenant_id = $1 and entity = 'account'`,
    [company.tenantId],
  );
  const [{ records, golden } = { records: '', golden: '' }] = members;
  const accounts = await company.ask('How many accounts do we have?', { today: deals });
  expect(accounts.figures).toMatchObject([{ value: golden }]);
  const merged = await company.ask('How many duplicate accounts were merged?', { today: deals });
  expect(merged.figures).toMatchObject([{ value: String(Number(records) - Number(golden)) }]);
  return [top, accounts, merged];
};

const expectCitationsResolve = async (
  { api, token }: AskedCompany,
  answers: readonly AnsweredQuestion[],
): Promise<void> => {
  const cited = new Set(
    answers.flatMap(({ citations, table }) =>
      [...citations, ...(table?.cited ?? []).flat()].map(({ entity, id }) => `${entity}/${id}`),
    ),
  );
  expect(cited.size).toBeGreaterThan(10);
  for (const path of cited) {
    const { status, json } = await api.ask('GET', `/api/v1/dcl/views/${path}`, { token });
    expect([path, status, json?.['golden_id']]).toEqual([path, 200, path.split('/')[1]]);
  }
};

const companies: readonly (readonly [string, () => Promise<readonly PlantedRecord[]>, Days, boolean])[] = [
  [
    'the generated data',
    async () => (await generatedRecords({ seed: 'autonomos', companies: 120, days: 60 })).records,
    { costs: '2026-10-30', deals: '2026-10-31' },
    true,
  ],
  ['the real data (../shared/data)', realRecords, { costs: '2024-09-30', deals: '2017-12-31' }, real],
];

for (const [name, records, days, there] of companies)
  (there ? describe : describe.skip)(name, () => {
    let company: AskedCompany;
    beforeAll(async () => {
      company = await openCompany(await records());
    }, 180_000);
    afterAll(() => company.close());

    test('every number of an answer is what the stream says, and every cited record is there', async () => {
      const answers = [...(await recountAll(company, days)), ...(await recountLists(company, days))];
      await expectCitationsResolve(company, answers);
    }, 120_000);

    test('the cloud spend of this month goes to the COO', async () => {
      const answer = await company.ask('What is our cloud spend this month?', { today: days.costs });
      expect(answer).toMatchObject({ persona: 'COO', outcome: 'answered' });
    });
  });
