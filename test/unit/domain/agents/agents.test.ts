import { agents } from '../../../../domain/agents/agents.ts';
import type { Answers, Row } from '../../../../domain/agents/finding.ts';

const context = { asOf: '2026-10-31', ownWrites: [] };

const findingsOf = (agent: 'revops' | 'finops', answers: Answers) =>
  agents[agent].judge(answers, context).findings;

const anomaly = (more: Row): Row => ({
  currency: 'USD',
  provider: 'AWS',
  service: 'Compute',
  resource_id: 'vm-1',
  resource_name: 'web',
  day: '2026-10-19',
  cost: '90.500000000000000000',
  expected: 10,
  score: 50,
  quantity: '24',
  expected_quantity: 24,
  baseline: 'weekday',
  compared_days: 6,
  ids: '["cst_1"]',
  ...more,
});

test('nothing asked, nothing found: no finding without an answer', () => {
  for (const agent of ['revops', 'finops'] as const) expect(findingsOf(agent, {})).toEqual([]);
});

test.each(Object.values(agents))(
  'every kind of finding of $id is announced, and its evidence is a question',
  (agent) => {
    const names = new Set(Object.keys(agent.questions(context)));
    const open: Row = {
      id: 'opp_1',
      other_id: 'opp_2',
      name: 'A',
      other_name: 'A',
      currency: 'USD',
      amount: '5',
      open_deals: 1,
      in_currency: 1,
      account_id: 'acc_1',
      closed_deals: 2,
      won_deals: 1,
    };
    const answers: Answers = {
      ...Object.fromEntries(
        [...names].map((name) => [
          name,
          [{ ...anomaly({}), ...open, charges: 3, this_month: '1', billed: '1' }],
        ]),
      ),
    };
    const { findings } = agent.judge(answers, context);
    for (const { kind, evidence, figures } of findings) {
      expect(agent.kinds).toContain(kind);
      for (const name of evidence) expect(names).toContain(name);
      expect(JSON.stringify(figures)).not.toMatch(/NaN|undefined/);
    }
  },
);

test.each([
  [{ cost: '90', quantity: '216' }, 'usage'],
  [{ cost: '90', quantity: '24' }, 'price'],
  [{ cost: '90', quantity: null }, 'unknown'],
])('the likely cause of %j is %s', (row, cause) => {
  const [found] = findingsOf('finops', { resource_anomalies: [anomaly(row)] });
  expect(found).toMatchObject({ kind: 'cost_anomaly', figures: { cause, cost: '90' } });
});

test('a service is told only where no resource of it explains the day', () => {
  const service = anomaly({ resource_id: null, resource_name: null });
  const kinds = (answers: Answers) => findingsOf('finops', answers).map(({ figures }) => figures['cause']);
  expect(kinds({ resource_anomalies: [anomaly({})], service_anomalies: [service] })).toEqual(['price']);
  expect(kinds({ service_anomalies: [service] })).toEqual(['several_resources']);
});

test('every finding cites something: without golden resources the charges, without deals won lately no forecast', () => {
  const bare = { ...anomaly({}), billed: '3', in_currency: 1, billed_in_currency: '3' };
  const [untagged] = findingsOf('finops', { untagged: [{ ...bare, golden_id: null }] });
  expect(untagged?.citations).toEqual([{ entity: 'cloud_cost', id: 'cst_1' }]);
  const months = Array.from({ length: 8 }, (_, at) => ({
    currency: 'EUR',
    month: `2026-0${at + 1}-01`,
    amount: '5',
    mean_before: 5,
    months_before: Math.min(6, at),
    month_before: '5',
  }));
  expect(findingsOf('revops', { monthly_won: months })).toEqual([]);
});

test('a text of the data stays a text in the statements', () => {
  const hostile = { goldenId: "opp_'; drop table x; --", before: null, after: '2026-01-01T00:00:00Z' };
  const questions = agents.revops.questions({ ...context, ownWrites: [hostile] });
  for (const sql of Object.values(questions)) expect(sql).toContain("'opp_''; drop table x; --'");
});
