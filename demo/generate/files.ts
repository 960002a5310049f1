import { daysBefore } from './calendar.ts';
import { cloudCosts } from './cloud-costs.ts';
import { csv } from './csv.ts';
import { companiesIn, peopleIn } from './known-as.ts';
import type { KnownAs, Part, World } from './known-as.ts';
import type { Random } from './random.ts';
import { orGap, spelledName, spelledPerson, spelledPhone } from './spelling.ts';
import { agents, products } from './vocabulary.ts';

type Rows = (string | number | null)[][];

/** Names are the keys of accounts.csv, so each company keeps one spelling in all files. */
const spellings = (world: World, random: Random): Map<number, string> =>
  new Map(
    companiesIn(world, 'files').map((company) => [
      company.number,
      spelledName(company, random).trim().replaceAll(/ +/g, ' '),
    ]),
  );

/** One row too wide to be read, and one name twice. */
const accountsFile = (world: World, names: ReadonlyMap<number, string>, random: Random): string => {
  const columns = [
    'account',
    'sector',
    'year_established',
    'revenue',
    'employees',
    'office_location',
    'subsidiary_of',
  ];
  const rows: Rows = companiesIn(world, 'files').map((company) => [
    names.get(company.number) ?? '',
    company.industry.toLowerCase(),
    company.founded,
    orGap((company.revenue / 1e6).toFixed(2), 0.2, random),
    orGap(company.employees, 0.2, random),
    company.country.names[0],
    null,
  ]);
  const twice = rows[0] ?? [];
  return `${csv(columns, [...rows, [...twice.slice(0, 3), '1.00', ...twice.slice(4)]])}Torn, Row, with, far, too, many, cells, in, it\n`;
};

const contactsFile = (world: World, names: ReadonlyMap<number, string>, random: Random): string =>
  csv(
    ['contact_id', 'first_name', 'last_name', 'email', 'phone', 'title', 'department', 'account'],
    peopleIn(world, 'files').map((person) => {
      const { first, last, email } = spelledPerson(person, random);
      const phone = orGap(spelledPhone(person.phone, person.company, random), 0.3, random);
      const account = names.get(person.company.number) ?? null;
      return [`P${person.number}`, first, last, email, phone, person.title, person.department, account];
    }),
  );

/** One deal closes on the 30th of February. */
const pipelineFile = (world: World, names: ReadonlyMap<number, string>, random: Random): string => {
  const columns = [
    ...['opportunity_id', 'sales_agent', 'product', 'account', 'deal_stage', 'engage_date', 'close_date'],
    'close_value',
  ];
  const deals = companiesIn(world, 'files').flatMap((company) =>
    Array.from({ length: random.int(1, 4) }, () => company),
  );
  const rows: Rows = deals.map((company, at) => {
    const stage = random.pick(['Prospecting', 'Engaging', 'Won', 'Won', 'Lost']);
    const closed = stage === 'Won' || stage === 'Lost';
    const engaged = random.int(90, 500);
    return [
      `D${String(at + 1).padStart(5, '0')}`,
      random.pick(agents),
      random.pick(products),
      names.get(company.number) ?? null,
      stage,
      stage === 'Prospecting' ? null : daysBefore(engaged),
      closed ? daysBefore(engaged - random.int(5, 80)) : null,
      closed ? (stage === 'Won' ? random.int(50, 9_000) : 0) : null,
    ];
  });
  const impossible = ['D99999', agents[0], products[0], null, 'Won', '2026-01-15', '2026-02-30', 1200];
  return csv(columns, [...rows, impossible]);
};

/** Files by name; the cost file follows FOCUS 1.0. */
export const filesPart = (
  world: World,
  random: Random,
  days: number,
): Part<Readonly<Record<string, string>>> => {
  const names = spellings(world, random);
  const content = {
    'accounts.csv': accountsFile(world, names, random),
    'contacts.csv': contactsFile(world, names, random),
    'sales_pipeline.csv': pipelineFile(world, names, random),
    'cloud_costs.csv': cloudCosts(random, days),
    'office_plants.csv': csv(
      ['room', 'plant'],
      [
        ['1.01', 'Ficus'],
        ['1.02', 'Monstera'],
        ['2.07', 'Aloe'],
      ],
    ),
  };
  const truth: KnownAs[] = [
    ...companiesIn(world, 'files').map(({ number }): KnownAs => {
      const key = names.get(number) ?? '';
      return { entity: 'account', thing: number, source: 'files', object: 'accounts.csv', key };
    }),
    ...peopleIn(world, 'files').map(({ number }): KnownAs => {
      return { entity: 'contact', thing: number, source: 'files', object: 'contacts.csv', key: `P${number}` };
    }),
  ];
  return { content, truth };
};
