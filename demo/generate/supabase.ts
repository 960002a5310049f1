import type { Json } from '../../domain/json.ts';
import { daysBefore, timeBefore } from './calendar.ts';
import { companiesIn, peopleIn } from './known-as.ts';
import type { Part, World } from './known-as.ts';
import type { Random } from './random.ts';
import { orGap, spelledName, spelledPerson, spelledPhone } from './spelling.ts';
import type { TrueCompany, TruePerson } from './truth.ts';

export interface Table {
  readonly name: string;
  /** Names and PostgreSQL types, in the order of the columns. */
  readonly columns: Readonly<Record<string, string>>;
  readonly key: string;
  readonly rows: readonly Readonly<Record<string, Json>>[];
}

const times = (random: Random): Record<string, string> => {
  const changed = random.int(1, 300);
  return {
    created_at: timeBefore(changed + random.int(1, 500), random.int(0, 86_399)),
    updated_at: timeBefore(changed, random.int(0, 86_399)),
  };
};

const stamps = { created_at: 'timestamptz', updated_at: 'timestamptz not null' };

const customer = (company: TrueCompany, random: Random): Record<string, Json> => ({
  id: company.number,
  company_name: spelledName(company, random),
  website: orGap(`http://${company.domain}/`, 0.3, random),
  industry: orGap(company.industry.toLowerCase(), 0.3, random),
  phone: orGap(spelledPhone(company.phone, company, random), 0.25, random),
  annual_revenue: orGap((company.revenue * random.int(95, 105)) / 100, 0.35, random),
  employees: orGap(company.employees, 0.25, random),
  street: company.street,
  city: company.city.city,
  region: company.city.state === '' ? null : company.city.state,
  postal_code: company.city.postal,
  country: random.pick(company.country.names),
  ...times(random),
});

const person = (known: TruePerson, random: Random): Record<string, Json> => {
  const { first, last, email } = spelledPerson(known, random);
  return {
    id: known.number,
    customer_id: known.company.sources.includes('supabase') ? known.company.number : null,
    first_name: first,
    last_name: last,
    email,
    phone: orGap(spelledPhone(known.phone, known.company, random), 0.35, random),
    job_title: orGap(known.title, 0.2, random),
    ...times(random),
  };
};

type Stage = readonly [name: string, chance: number];

const stages: readonly [Stage, ...Stage[]] = [
  ['prospecting', 0.1],
  ['qualification', 0.25],
  ['Proposal', 0.5],
  ['negotiation', 0.75],
  ['won', 1],
  ['lost', 0],
];

const deal = (company: TrueCompany, number: number, random: Random): Record<string, Json> => {
  const [stage, chance] = random.pick(stages);
  return {
    id: number,
    customer_id: company.number,
    title: `${company.name} ${random.pick(['subscription', 'rollout', 'upgrade', 'support plan'])}`,
    amount: `${random.int(900, 240_000)}.${random.pick(['00', '50', '95'])}`,
    currency: orGap(random.pick(['USD', 'USD', 'EUR', 'GBP']), 0.1, random),
    stage,
    win_probability: chance,
    expected_close: daysBefore(random.int(-90, 300)),
    ...times(random),
  };
};

const customerColumns = {
  ...{ id: 'integer', company_name: 'text', website: 'text', industry: 'text', phone: 'text' },
  ...{ annual_revenue: 'numeric(14,2)', employees: 'integer', street: 'text', city: 'text', region: 'text' },
  ...{ postal_code: 'text', country: 'text', ...stamps },
};
const personColumns = {
  ...{ id: 'integer', customer_id: 'integer', first_name: 'text', last_name: 'text', email: 'text' },
  ...{ phone: 'text', job_title: 'text', ...stamps },
};
const dealColumns = {
  ...{ id: 'integer', customer_id: 'integer', title: 'text', amount: 'numeric(12,2)', currency: 'char(3)' },
  ...{ stage: 'text', win_probability: 'numeric(3,2)', expected_close: 'date', ...stamps },
};

/** Numbers that no true company has, for rows that are wrong on purpose. */
const wrongId = 900_001;

/** The tables of a back office. One customer has no name, which an account needs; web_sessions has no mapping. */
export const supabasePart = (world: World, random: Random): Part<readonly Table[]> => {
  const companies = companiesIn(world, 'supabase');
  const people = peopleIn(world, 'supabase');
  const deals = companies.flatMap((company) => Array.from({ length: random.int(0, 2) }, () => company));
  const nameless = { id: wrongId, city: 'Nowhere', country: 'US', ...times(random) };
  const sessions = Array.from({ length: 40 }, (_none, at) => ({
    id: at + 1,
    path: `/pricing?step=${at % 4}`,
  }));
  const content: Table[] = [
    {
      name: 'customers',
      key: 'id',
      columns: customerColumns,
      rows: [...companies.map((company) => customer(company, random)), nameless],
    },
    { name: 'people', key: 'id', columns: personColumns, rows: people.map((known) => person(known, random)) },
    {
      name: 'deals',
      key: 'id',
      columns: dealColumns,
      rows: deals.map((company, at) => deal(company, at + 1, random)),
    },
    { name: 'web_sessions', key: 'id', columns: { id: 'integer', path: 'text' }, rows: sessions },
  ];
  const source = 'supabase';
  return {
    content,
    truth: [
      ...companies.map(({ number }) => {
        return {
          entity: 'account',
          thing: number,
          source,
          object: 'customers',
          key: String(number),
        } as const;
      }),
      ...people.map(({ number }) => {
        return { entity: 'contact', thing: number, source, object: 'people', key: String(number) } as const;
      }),
    ],
  };
};
