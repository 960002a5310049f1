import type { PlantedRecord } from '../dcl/planted-records.ts';

const dayMs = 86_400_000;
const day = (at: number): string =>
  new Date(Date.parse('2026-08-01') + at * dayMs).toISOString().slice(0, 10);
const pick = <T>(list: readonly [T, ...T[]], at: number): T => list[at % list.length] ?? list[0];

/** The day that the suite asks on. */
export const today = '2026-10-20';

const companies = ['Alder Works', 'Birch Foods', 'Cedar Logistics', 'Dogwood Media'] as const;

const accounts = companies.flatMap((name, at): PlantedRecord[] => {
  const domain = `${name.toLowerCase().replace(' ', '-')}.example`;
  const common = { domain, phone: `+4930123456${String(at)}`, billing_country: at % 2 === 0 ? 'DE' : 'FR' };
  return [
    {
      key: ['crm', 'Account', `a${String(at)}`],
      entity: 'account',
      data: {
        ...common,
        ...{ name: `${name} GmbH`, industry: pick(['Energy', 'Retail'], at), currency: 'EUR' },
        ...{ annual_revenue: `${String(at + 1)}000000.25`, employee_count: 10 * (at + 1) },
        ...{ updated_at: '2026-01-01T00:00:00Z', created_at: '2025-02-01T00:00:00Z' },
      },
    },
    {
      key: ['shop', 'customers', String(at)],
      entity: 'account',
      data: { ...common, name, updated_at: '2026-03-01T00:00:00Z' },
      mappingVersion: 2,
    },
  ];
});

const contacts = companies.map((_name, at): PlantedRecord => ({
  key: ['crm', 'Contact', `c${String(at)}`],
  entity: 'contact',
  data: {
    full_name: `Person ${'ABCD'.charAt(at)}`,
    account_id: `a${String(at)}`,
    email: `p${String(at)}@x.example`,
  },
}));

const deals = Array.from({ length: 48 }, (_none, at): PlantedRecord => {
  const stage = pick(['proposal', 'won', 'lost', 'negotiation', 'won'], at);
  return {
    key: ['crm', 'Opportunity', `o${String(at)}`],
    entity: 'opportunity',
    data: {
      name: `Deal ${String(at)}`,
      account_id: `a${String(at % companies.length)}`,
      ...(at % 9 === 8 ? {} : { amount: `${String(1000 + at * 37)}.${String(at + 10)}` }),
      currency: at % 3 === 0 ? 'USD' : 'EUR',
      stage,
      is_won: stage === 'won',
      is_closed: stage === 'won' || stage === 'lost',
      close_date: day(at * 2),
      owner_id: pick(['ann', 'bob'], at),
    },
  };
});

const costs = Array.from({ length: 80 }, (_none, at) => at).flatMap((at): PlantedRecord[] =>
  [0, 1].map((place) => ({
    key: ['files', 'focus.csv', `${String(at)}-${String(place)}`],
    entity: 'cloud_cost',
    data: {
      billed_cost: `${String(at + 1)}.00${String(1234 + at * 11 + place)}0001`,
      billing_currency: place === 0 ? 'USD' : 'EUR',
      charge_period_start: `${day(at)}T00:00:00Z`,
      charge_period_end: `${day(at + 1)}T00:00:00Z`,
      service_name: pick(['Compute', 'Storage', 'Queue'], at + place),
      provider_name: pick(['AWS', 'Azure'], place),
      resource_id: `r${String(place)}`,
      consumed_quantity: String(place),
      tags: place === 0 ? { team: 'web' } : {},
    },
  })),
);

const resources = [0, 1].map((place): PlantedRecord => ({
  key: ['files', 'focus.csv', `resource ${String(place)}`],
  entity: 'cloud_resource',
  data: {
    resource_id: `r${String(place)}`,
    resource_name: `vm-${String(place)}`,
    tags: place === 0 ? { team: 'web' } : {},
  },
}));

/** A small company as five sources' streams tell of it: two of them know the same accounts. */
export const plantedCompany: readonly PlantedRecord[] = [
  ...[accounts, contacts, deals, costs, resources].flat(),
  // Said again, and taken back: only what is known last counts.
  { key: ['files', 'focus.csv', '0-0'], entity: 'cloud_cost', data: null },
  {
    key: ['crm', 'Opportunity', 'o0'],
    entity: 'opportunity',
    data: {
      name: 'Deal 0',
      account_id: 'a0',
      amount: '5.5',
      currency: 'USD',
      stage: 'proposal',
      close_date: day(0),
    },
  },
];
