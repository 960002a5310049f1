import type { Json } from '../../domain/json.ts';
import { daysBefore, timeBefore } from './calendar.ts';
import { companiesIn, peopleIn } from './known-as.ts';
import type { KnownAs, Part, World } from './known-as.ts';
import type { Random } from './random.ts';
import { orGap, spelledName, spelledPerson, spelledPhone } from './spelling.ts';
import type { TrueCompany, TruePerson } from './truth.ts';
import { agents, firstNames, lastNames } from './vocabulary.ts';

export type Records = Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;

const stages = [
  ...([
    ['Prospecting', 10],
    ['Qualification', 10],
    ['Value Proposition', 50],
  ] as const),
  ...([
    ['Negotiation/Review', 90],
    ['Closed Won', 100],
    ['Closed Lost', 0],
  ] as const),
] as const;

/** Fifteen characters; the org adds the three of the checksum. */
export const salesforceId = (prefix: string, number: number): string =>
  `${prefix}DM${String(number).padStart(10, '0')}`;

const times = (random: Random): Record<string, string> => {
  const changed = random.int(1, 300);
  return {
    CreatedDate: timeBefore(changed + random.int(1, 400), random.int(0, 86_399)),
    LastModifiedDate: timeBefore(changed, 43_200),
    SystemModstamp: timeBefore(changed, 43_200),
  };
};

const ownerOf = (random: Random): string => salesforceId('005', random.int(1, agents.length));

const account = (company: TrueCompany, random: Random): Record<string, Json> => ({
  Id: salesforceId('001', company.number),
  Name: spelledName(company, random),
  Website: orGap(`https://www.${company.domain}`, 0.25, random),
  Industry: orGap(company.industry, 0.2, random),
  Phone: orGap(spelledPhone(company.phone, company, random), 0.2, random),
  AnnualRevenue: orGap(company.revenue, 0.3, random),
  NumberOfEmployees: orGap(company.employees, 0.2, random),
  BillingStreet: company.street,
  BillingCity: company.city.city,
  BillingState: company.city.state === '' ? null : company.city.state,
  BillingPostalCode: company.city.postal,
  BillingCountry: random.pick(company.country.names),
  OwnerId: ownerOf(random),
  ...times(random),
});

const contact = (person: TruePerson, random: Random): Record<string, Json> => {
  const { first, last, email } = spelledPerson(person, random);
  return {
    Id: salesforceId('003', person.number),
    AccountId: person.company.sources.includes('salesforce')
      ? salesforceId('001', person.company.number)
      : null,
    FirstName: first,
    LastName: last,
    Email: email,
    Phone: orGap(spelledPhone(person.phone, person.company, random), 0.3, random),
    Title: orGap(person.title, 0.15, random),
    Department: person.department,
    MailingCountry: person.company.country.names[0],
    OwnerId: ownerOf(random),
    ...times(random),
  };
};

const opportunity = (company: TrueCompany, number: number, random: Random): Record<string, Json> => {
  const [StageName, Probability] = stages[random.int(0, stages.length - 1)] ?? stages[0];
  return {
    Id: salesforceId('006', number),
    AccountId: salesforceId('001', company.number),
    Name: `${company.name} – ${random.pick(['Renewal', 'Expansion', 'New business', 'Pilot'])} ${random.int(2024, 2026)}`,
    StageName,
    Probability,
    Amount: orGap(random.int(4, 900) * 500, 0.08, random),
    CurrencyIsoCode: random.pick(['USD', 'USD', 'USD', 'EUR', 'GBP']),
    CloseDate: daysBefore(random.int(-60, 400)),
    OwnerId: ownerOf(random),
    ...times(random),
  };
};

const lead = (number: number, random: Random): Record<string, Json> => {
  const [first] = random.pick(firstNames);
  return {
    Id: salesforceId('00Q', number),
    FirstName: first,
    LastName: random.pick(lastNames),
    Company: `${random.pick(lastNames)} & Sons`,
    Email: orGap(`lead${number}@prospects.example`, 0.2, random),
    Country: 'United States',
    Status: 'Open - Not Contacted',
    IsConverted: random.chance(0.15),
    ...times(random),
  };
};

const user = (name: string, at: number): Record<string, Json> => {
  const [first = '', last = ''] = name.split(' ');
  const Email = `agent${at + 1}@harborcrm.example`;
  const CreatedDate = timeBefore(900, 0);
  return {
    Id: salesforceId('005', at + 1),
    ...{ Username: Email, Email, FirstName: first, LastName: last, IsActive: true },
    ...{ CreatedDate, LastModifiedDate: CreatedDate, SystemModstamp: CreatedDate },
  };
};

/** The records of an org, as its REST API shows them. Users have no default mapping. */
export const salesforcePart = (world: World, random: Random): Part<Records> => {
  const companies = companiesIn(world, 'salesforce');
  const people = peopleIn(world, 'salesforce');
  const deals = companies.flatMap((company) => Array.from({ length: random.int(0, 3) }, () => company));
  const truth: KnownAs[] = [
    ...companies.map(({ number }): KnownAs => {
      return {
        entity: 'account',
        thing: number,
        source: 'salesforce',
        object: 'Account',
        key: salesforceId('001', number),
      };
    }),
    ...people.map(({ number }): KnownAs => {
      return {
        entity: 'contact',
        thing: number,
        source: 'salesforce',
        object: 'Contact',
        key: salesforceId('003', number),
      };
    }),
  ];
  const content = {
    User: agents.map(user),
    Account: companies.map((company) => account(company, random)),
    Contact: people.map((person) => contact(person, random)),
    Opportunity: deals.map((company, at) => opportunity(company, at + 1, random)),
    Lead: Array.from({ length: Math.ceil(companies.length / 5) }, (_none, at) => lead(at + 1, random)),
  };
  return { content, truth };
};
