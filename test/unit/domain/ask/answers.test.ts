import fc from 'fast-check';
import type { Answer } from '../../../../domain/ask/answer.ts';
import { candidatesQuery } from '../../../../domain/ask/resolve-name.ts';
import { questionForms } from '../../../../domain/ask/forms.ts';
import { isViewIntent } from '../../../../domain/ask/intent.ts';
import { intentOf } from '../../../../domain/ask/intent-of.ts';
import { sumDecimals } from '../../../../domain/canonical/decimal.ts';
import { openViews } from './views.ts';
import type { Cells, TestViews } from './views.ts';

const today = '2026-10-20';
const days = Array.from({ length: 80 }, (_none, at) =>
  new Date(Date.parse('2026-08-01') + at * 86_400_000).toISOString().slice(0, 10),
);
const pick = <T>(list: readonly [T, ...T[]], at: number): T => list[at % list.length] ?? list[0];

const costs = days.flatMap((day, at): Cells[] =>
  [0, 1, 2].map((place) => ({
    cloud_cost_id: `cst_${String(at)}_${String(place)}`,
    billed_cost: `${String(at + place)}.${String(1000 + at * 7 + place)}`,
    billing_currency: place === 2 ? 'EUR' : 'USD',
    charge_period_start: `${day}T00:00:00Z`,
    charge_period_end: `${day}T23:00:00Z`,
    service_name: pick(['Compute', 'Storage', 'Queue'], at + place),
    provider_name: pick(['AWS', 'Azure'], place),
    region_id: 'eu-west-1',
    resource_id: `r${String(place)}`,
    resource_name: `vm-${String(place)}`,
    consumed_quantity: place === 1 ? '0' : '5',
    tags: place === 0 ? { team: 'web' } : {},
    sources: [],
  })),
);
const deals = Array.from({ length: 60 }, (_none, at): Cells => {
  const stage = pick(['proposal', 'won', 'lost', 'negotiation'], at);
  return {
    opportunity_id: `opp_${String(at)}`,
    name: `Deal ${String(at)}`,
    account_id: pick(['acc_1', 'acc_2'], at),
    amount: at % 10 === 9 ? null : String(100 + at * 3.5),
    currency: at % 3 === 0 ? 'EUR' : 'USD',
    stage,
    ...(at % 5 === 0 ? {} : { is_won: stage === 'won', is_closed: stage === 'won' || stage === 'lost' }),
    close_date: days[at] ?? null,
    owner_id: pick(['ann', 'bob', 'cid'], at),
    updated_at: `${days[at] ?? ''}T10:00:00Z`,
    sources: [],
  };
});
const accounts: Cells[] = [
  {
    ...{ account_id: 'acc_1', name: 'Acme', industry: 'Energy', billing_country: 'DE', phone: '+49 30 1' },
    ...{
      annual_revenue: '1000000.5',
      currency: 'USD',
      employee_count: 10,
      created_at: '2025-03-01T00:00:00Z',
    },
    provenance: { phone: [1, 'freshest'] },
    sources: [
      { system: 'supabase', source_object: 'accounts', record_id: '9', mapping_version: 1 },
      { system: 'salesforce', source_object: 'Account', record_id: '001', mapping_version: 3 },
    ],
  },
  {
    ...{ account_id: 'acc_2', name: 'Beta', industry: 'Retail', billing_country: 'FR', currency: 'EUR' },
    sources: [{ system: 'salesforce', source_object: 'Account', record_id: '002', mapping_version: 3 }],
  },
];

let opened: TestViews;
beforeAll(async () => {
  opened = await openViews(
    {
      account: accounts,
      contact: [
        { contact_id: 'con_1', full_name: 'Jane Doe', account_id: 'acc_1', sources: [] },
        { contact_id: 'con_2', full_name: 'Max Moe', account_id: 'acc_2', sources: [] },
      ],
      opportunity: deals,
      cloud_resource: [0, 1, 2].map((at) => ({
        ...{
          cloud_resource_id: `res_${String(at)}`,
          resource_id: `r${String(at)}`,
          resource_name: `vm-${String(at)}`,
        },
        ...{ tags: at === 0 ? { team: 'web' } : {}, region_id: 'eu-west-1', sources: [] },
      })),
      cloud_cost: costs,
    },
    [
      ['account', 'a', 'acc_1'],
      ['account', 'b', 'acc_1'],
      ['account', 'c', 'acc_2'],
    ],
  );
});
afterAll(() => {
  opened.close();
});

const answered = async (question: string): Promise<Answer> => {
  const outcome = await opened.answer(question, today);
  if (!('answer' in outcome)) throw new Error(`${question}: ${outcome.outcome}`);
  return outcome.answer;
};
const text = (row: Cells, name: string): string => {
  const value = row[name];
  return typeof value === 'string' ? value : '';
};
const sum = (rows: readonly Cells[], column: string): string | null =>
  sumDecimals(rows.flatMap((row) => (typeof row[column] === 'string' ? [text(row, column)] : [])));
const isWon = (row: Cells): boolean =>
  row['is_won'] === true || (row['is_won'] === undefined && row['stage'] === 'won');
const isClosed = (row: Cells): boolean =>
  row['is_closed'] === true || row['stage'] === 'won' || row['stage'] === 'lost';
const byCurrency = (answer: Answer): Record<string, string> =>
  Object.fromEntries(answer.figures.map(({ currency, value }) => [currency ?? '', value]));

describe('answers over the views', () => {
  test('every form answers its example over views that hold data for it', async () => {
    for (const { example } of questionForms) {
      const outcome = await opened.answer(example, today);
      expect([example, 'answer' in outcome]).toEqual([example, true]);
      if ('answer' in outcome) expect(outcome.answer.sentence).toMatch(/[.…]$/);
    }
  });

  test('spend of a month is exact and never summed over currencies', async () => {
    const october = costs.filter((row) => text(row, 'charge_period_start').startsWith('2026-10'));
    const answer = await answered('What is our cloud spend this month?');
    expect(byCurrency(answer)).toEqual({
      USD: sum(
        october.filter((row) => row['billing_currency'] === 'USD'),
        'billed_cost',
      ),
      EUR: sum(
        october.filter((row) => row['billing_currency'] === 'EUR'),
        'billed_cost',
      ),
    });
    expect(answer.records).toBe(october.length);
    expect(answer.notes).toContain('October 2026 is not over: 20 of 31 days.');
  });

  test('a period after the newest data says so and answers for the last one that holds any', async () => {
    const outcome = await opened.answer('What is our cloud spend this month?', '2026-12-24');
    if (!('answer' in outcome)) throw new Error(outcome.outcome);
    expect(outcome.answer.sentence).toMatch(
      /^December 2026 holds no charges: the newest are of 2026-10-19\./,
    );
    expect(outcome.answer.notes).toContain('All figures are of October 2026.');
    expect(outcome.query.parameters).toContain('2026-10-01');
  });

  test('groups, their order, their total and what is cited', async () => {
    const september = costs.filter((row) => text(row, 'charge_period_start').startsWith('2026-09'));
    const { table, figures } = await answered('Cloud spend by service last month');
    const at = (name: string): number => table?.columns.findIndex((column) => column.name === name) ?? -1;
    for (const row of table?.rows ?? []) {
      const own = september.filter(
        (cost) =>
          cost['service_name'] === row[at('group')] && cost['billing_currency'] === row[at('currency')],
      );
      expect(row[at('value')]).toBe(sum(own, 'billed_cost'));
      expect(row[at('records')]).toBe(own.length);
    }
    expect(table?.rows).toHaveLength(6);
    expect(figures.map(({ value }) => value)).toEqual([
      sum(
        september.filter((row) => row['billing_currency'] === 'EUR'),
        'billed_cost',
      ),
      sum(
        september.filter((row) => row['billing_currency'] === 'USD'),
        'billed_cost',
      ),
    ]);
    const known = new Set(september.map((row) => row['cloud_cost_id']));
    expect(table?.cited.flat().every(({ id }) => known.has(id))).toBe(true);
  });

  test('a comparison answers both periods', async () => {
    const of = (month: string) =>
      sum(
        costs.filter(
          (row) => text(row, 'charge_period_start').startsWith(month) && row['provider_name'] === 'Azure',
        ),
        'billed_cost',
      );
    const { figures } = await answered('Azure spend last month compared with the month before');
    expect(figures).toMatchObject([{ currency: 'USD', value: of('2026-09'), former: of('2026-08') }]);
  });

  test('the pipeline, the win rate and the average are those of the rows', async () => {
    const open = deals.filter((row) => !isClosed(row));
    expect(byCurrency(await answered('What is our open pipeline?'))).toEqual({
      USD: sum(
        open.filter((row) => row['currency'] === 'USD'),
        'amount',
      ),
      EUR: sum(
        open.filter((row) => row['currency'] === 'EUR'),
        'amount',
      ),
    });
    const closed = deals.filter(isClosed);
    const rate = await answered('win rate');
    expect(rate.sentence).toContain(
      `(${String(closed.filter(isWon).length)} of ${String(closed.length)} closed deals won)`,
    );
    const won = deals.filter((row) => isWon(row) && row['currency'] === 'EUR' && row['amount'] !== null);
    const average = await answered('average won deal size');
    const mean = Number(sum(won, 'amount')) / won.length;
    expect(Number(byCurrency(average)['EUR'])).toBeCloseTo(mean, 8);
  });

  test('top deals are ranked within each currency', async () => {
    const { table } = await answered('Top 2 open deals');
    const at = table?.columns.findIndex(({ name }) => name === 'amount') ?? -1;
    const largest = (currency: string) =>
      deals
        .filter((row) => !isClosed(row) && row['currency'] === currency && row['amount'] !== null)
        .map((row) => Number(row['amount']))
        .sort((a, b) => b - a)
        .slice(0, 2);
    expect(table?.rows.map((row) => Number(row[at]))).toEqual([...largest('EUR'), ...largest('USD')]);
  });

  test('idle, untagged, stuck: the records that the rows say', async () => {
    expect((await answered('Which resources are idle?')).citations).toEqual([
      { entity: 'cloud_resource', id: 'res_1' },
    ]);
    expect((await answered('How many resources are untagged?')).figures).toMatchObject([{ value: '2' }]);
    const stuck = deals.filter((row) => !isClosed(row) && text(row, 'close_date') < today);
    expect((await answered('How many deals are stuck?')).figures).toMatchObject([
      { value: String(stuck.length) },
    ]);
  });

  test('a value is traced to its source record, mapping version and rule', async () => {
    const { sentence } = await answered('Where does the phone of "Acme" come from?');
    expect(sentence).toBe(
      'The phone of Acme, +49 30 1, comes from record 001 of salesforce Account by version 3 of its mapping (freshest).',
    );
    expect((await answered('Where do our accounts come from?')).figures).toMatchObject([{ value: '3' }]);
    expect((await answered('How many duplicate accounts were merged?')).figures).toMatchObject([
      { value: '1' },
    ]);
  });

  test('a name that no view knows, and one that may be several things', async () => {
    expect(await opened.answer('spend of Oracle', today)).toMatchObject({
      outcome: 'unknown_name',
      choices: [],
    });
    const several = await opened.answer('open deals of "Deal 4"', today);
    expect(several).toMatchObject({ outcome: 'answered' });
    expect(await opened.answer('deals with "e"', today)).toMatchObject({ outcome: 'ambiguous' });
  });

  test('whatever is named travels as a parameter: the SQL is the same for every name', async () => {
    const names = fc
      .string({ minLength: 1, maxLength: 40 })
      .filter((name) => !/["“”„]/u.test(name) && name.trim() !== '');
    const sqlOf = (name: string): string | undefined => {
      const { intent } = intentOf(`spend on "${name}" this month`, today);
      const [first] = intent !== undefined && isViewIntent(intent) ? intent.names : [];
      return first === undefined ? undefined : candidatesQuery('cloud_costs', first).sql;
    };
    const usual = sqlOf('x')?.replaceAll(/\$\d/g, '$');
    fc.assert(
      fc.property(names, (name) => {
        expect(sqlOf(name)?.replaceAll(/\$\d/g, '$')).toBe(usual);
      }),
    );
    const hostile = `'); drop table accounts; --`;
    expect(await opened.answer(`spend on "${hostile}"`, today)).toMatchObject({ outcome: 'unknown_name' });
    expect((await answered('How many accounts do we have?')).figures).toMatchObject([{ value: '2' }]);
  });
});
