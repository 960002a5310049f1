/** Canonical records as SQL over `i` of a `generate_series(1, count)`: companies, people, deals and cloud costs of two sources. */

export interface Planted {
  readonly object: string;
  readonly entity: string;
  readonly count: number;
  /** The record id, and the event's data, as SQL. */
  readonly id: string;
  readonly data: string;
}

const syllables =
  'Bar Cor Dal Fen Gar Hol Jun Kes Lor Mar Nor Ost Pel Quo Ral Sil Tam Ulm Ver Wex Yor Zan Bel Cas'.split(
    ' ',
  );
const fields =
  'Logistics Foods Systems Energy Health Media Machinery Capital Textiles Chemicals Telecom Outfitters Instruments Paper Glass Marine Optics Farms Motors Labs'.split(
    ' ',
  );
const givenNames =
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Carlos Ines Jürgen Zoë Priya Mateo Aisha Wei Ngozi Łukasz Ingrid Olga Pierre Anna Samuel Laura Daniel Emma Victor Nadia Hugo Clara'.split(
    ' ',
  );
const cities = [
  'Boston',
  'Chicago',
  'Austin',
  'Berlin',
  'München',
  'Paris',
  'Lyon',
  'London',
  'Leeds',
  'Toronto',
];
const stages = ['prospecting', 'qualification', 'proposal', 'negotiation', 'won', 'lost'];

const text = (words: readonly string[]): string => `array[${words.map((word) => `'${word}'`).join(', ')}]`;
const pick = (words: readonly string[], number: string): string =>
  `(${text(words)})[1 + (${number}) % ${words.length}]`;
/** A number that follows from `i` as if by chance. */
const chance = (salt: number, number = 'i'): string =>
  `(hashint8((${number})::bigint + ${salt}00000000) & 2147483647)`;
const day = (number: string): string =>
  `to_char(date '2024-01-01' + ((${number}) % 1000)::integer, 'YYYY-MM-DD')`;
const time = (number: string): string => `${day(number)} || 'T08:30:00Z'`;

const s = syllables.length;
/** Companies of different names, as many as three syllables and a field allow. */
const places = s * s * s * fields.length;
const stem = (company: string): string => {
  const at = `(${company}::bigint * 7919 % ${places})`;
  return `${pick(syllables, at)} || lower(${pick(syllables, `${at} / ${s}`)}) || lower(${pick(syllables, `${at} / ${s * s}`)})`;
};
const field = (company: string): string =>
  pick(fields, `(${company}::bigint * 7919 % ${places}) / ${s * s * s}`);
const domain = (company: string): string => `lower(${stem(company)} || ${field(company)}) || '.example'`;
const phone = (number: string): string => `'+1312' || lpad(((${number}) % 10000000)::text, 7, '0')`;

/** Every tenth thing stands in the second source, too. */
const tenth = 10;
const tenthOf = (number: string): string => `(${number} * ${tenth})`;

const companyData = (company: string, more: string): string =>
  `json_build_object('domain', ${domain(company)}, 'phone', ${phone(company)}, 'billing_city', ${pick(cities, company)},
    'industry', ${pick(fields, company)}, 'currency', 'USD', ${more})`;

export const accounts = (count: number): Planted => ({
  ...{ object: 'Account.csv', entity: 'account', count, id: `'a' || i` },
  data: companyData(
    'i',
    `'name', ${stem('i')} || ' ' || ${field('i')} || ' Inc.', 'annual_revenue', (${chance(1)} % 90000000)::text,
     'employee_count', ${chance(2)} % 5000, 'updated_at', ${time(chance(3))}`,
  ),
});

export const shopAccounts = (companies: number): Planted => ({
  ...{ object: 'Account.csv', entity: 'account', count: Math.floor(companies / tenth), id: `'s' || i` },
  data: companyData(
    tenthOf('i'),
    `'name', ${stem(tenthOf('i'))} || ' ' || ${field(tenthOf('i'))}, 'updated_at', ${time(chance(4))}`,
  ),
});

const first = (person: string): string => pick(givenNames, chance(5, person));
const last = (person: string): string =>
  `${pick(syllables, chance(6, person))} || lower(${pick(syllables, chance(7, person))}) || CASE WHEN ${chance(8, person)} % 10 < 7 THEN lower(${pick(syllables, chance(9, person))}) ELSE '' END`;
const companyOf = (person: string, companies: number): string => `(1 + ${person} % ${companies})`;
const mail = (person: string, companies: number): string =>
  `lower(${first(person)} || '.' || ${last(person)}) || '@' || ${domain(companyOf(person, companies))}`;

export const contacts = (count: number, companies: number): Planted => ({
  ...{ object: 'Contact.csv', entity: 'contact', count, id: `'c' || i` },
  data: `json_build_object('first_name', ${first('i')}, 'last_name', ${last('i')}, 'full_name', ${first('i')} || ' ' || ${last('i')},
    'email', ${mail('i', companies)}, 'phone', ${phone('i * 3')}, 'title', 'Manager', 'mailing_city', ${pick(cities, 'i')},
    'account_id', 'a' || ${companyOf('i', companies)}, 'updated_at', ${time(chance(10))})`,
});

export const shopContacts = (people: number, companies: number): Planted => {
  const person = tenthOf('i');
  return {
    ...{ object: 'Contact.csv', entity: 'contact', count: Math.floor(people / tenth), id: `'p' || i` },
    data: `json_build_object('full_name', ${last(person)} || ', ' || ${first(person)},
      'email', CASE WHEN i % 4 > 0 THEN ${mail(person, companies)} END, 'phone', ${phone(`${person} * 3`)},
      'mailing_city', ${pick(cities, person)}, 'account_id', ${stem(companyOf(person, companies))} || ' ' || ${field(companyOf(person, companies))} || ' Inc.',
      'updated_at', ${time(chance(11))})`,
  };
};

export const deals = (count: number, companies: number): Planted => {
  const stage = pick(stages, chance(12));
  return {
    ...{ object: 'Opportunity.csv', entity: 'opportunity', count, id: `'o' || i` },
    data: `json_build_object('name', 'Deal ' || i, 'account_id', 'a' || (1 + i % ${companies}), 'amount', (${chance(13)} % 250000)::text || '.50',
      'currency', 'USD', 'stage', ${stage}, 'is_won', ${stage} = 'won', 'is_closed', ${stage} in ('won', 'lost'),
      'close_date', ${day(chance(14))}, 'owner_id', 'u' || ${chance(15)} % 50, 'created_at', '2024-01-01T00:00:00Z',
      'updated_at', ${time(chance(16))})`,
  };
};

/** So many lines has a resource. */
const linesEach = 30;
const resourceOf = (count: number): string => `(i % ${Math.max(1, Math.floor(count / linesEach))})`;
const services = ['Compute', 'Storage', 'Queue', 'Database'];

export const cloudCosts = (count: number): Planted => {
  const resource = resourceOf(count);
  return {
    ...{ object: 'focus.csv', entity: 'cloud_cost', count, id: `'l' || i` },
    data: `json_build_object('billed_cost', (${chance(17)} % 9000)::text || '.25', 'effective_cost', (${chance(17)} % 9000)::text || '.25',
      'billing_currency', 'USD', 'provider_name', 'AWS', 'service_name', ${pick(services, resource)},
      'resource_id', 'r-' || ${resource}, 'sub_account_id', 's' || ${resource} % 20,
      'charge_period_start', ${time('i / 100')}, 'charge_period_end', ${time('i / 100 + 1')})`,
  };
};

export const cloudResources = (count: number): Planted => {
  const resource = resourceOf(count);
  return {
    ...{ object: 'focus.csv', entity: 'cloud_resource', count, id: `'l' || i` },
    data: `json_build_object('resource_id', 'r-' || ${resource}, 'resource_name', 'vm-' || ${resource}, 'provider_name', 'AWS',
      'service_name', ${pick(services, resource)}, 'region_id', 'us-east-1')`,
  };
};
