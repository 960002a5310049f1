import type { Json } from '../../domain/json.ts';
import { timeBefore } from './calendar.ts';
import { companiesIn, peopleIn } from './known-as.ts';
import type { Part, World } from './known-as.ts';
import type { Random } from './random.ts';
import type { Records } from './salesforce.ts';
import { orGap, spelledName, spelledPerson, spelledPhone } from './spelling.ts';
import type { TrueCompany, TruePerson } from './truth.ts';
import { products } from './vocabulary.ts';

type Document = Readonly<Record<string, Json>>;

/** An ObjectId as 24 hexadecimal digits; the first tells the collection. */
const objectId = (collection: 'a' | 'b' | 'c', number: number): string =>
  `${collection}${number.toString(16).padStart(23, '0')}`;

const idOf = (collection: 'a' | 'b' | 'c', number: number): Json => ({ $oid: objectId(collection, number) });
const date = (time: string): Json => ({ $date: time });

const times = (random: Random): Document => {
  const changed = random.int(1, 300);
  return {
    createdAt: date(timeBefore(changed + random.int(1, 500), random.int(0, 86_399))),
    updatedAt: date(timeBefore(changed, random.int(0, 86_399))),
  };
};

/** Documents leave out what they do not know. */
const withoutGaps = (document: Document): Document =>
  Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null));

/** One address in five is that of before the move. */
const companyDocument = (company: TrueCompany, random: Random): Document =>
  withoutGaps({
    _id: idOf('a', company.number),
    name: spelledName(company, random),
    domain: orGap(company.domain, 0.2, random),
    revenue: orGap(company.revenue, 0.4, random),
    headcount: orGap(Math.round(company.employees * (0.9 + random.next() / 5)), 0.3, random),
    contact: withoutGaps({ phone: orGap(spelledPhone(company.phone, company, random), 0.25, random) }),
    address: {
      street: random.chance(0.2) ? '1 Old Wharf' : company.street,
      city: company.city.city,
      zip: company.city.postal,
      country: company.country.code,
    },
    ...times(random),
  });

const userDocument = (person: TruePerson, random: Random): Document => {
  const { first, last, email } = spelledPerson(person, random);
  const phone = orGap(spelledPhone(person.phone, person.company, random), 0.3, random);
  return withoutGaps({
    _id: idOf('b', person.number),
    name: { first, last },
    email,
    phones: phone === null ? [] : [phone],
    role: orGap(person.title, 0.3, random),
    company_id: person.company.sources.includes('mongodb') ? idOf('a', person.company.number) : null,
    ...times(random),
  });
};

const orderDocument = (company: TrueCompany, number: number, random: Random): Document => ({
  _id: idOf('c', number),
  title: `Order ${number} ${company.name}`,
  company_id: idOf('a', company.number),
  currency: random.pick(['USD', 'USD', 'EUR']),
  status: random.pick(['open', 'quoted', 'paid', 'shipped', 'delivered', 'cancelled']),
  lines: Array.from({ length: random.int(1, 4) }, () => ({
    sku: random.pick(products),
    qty: random.int(1, 12),
    price: random.int(20, 4_000) + 0.5,
  })),
  placedAt: date(timeBefore(random.int(1, 500), random.int(0, 86_399))),
  updatedAt: date(timeBefore(random.int(1, 200), random.int(0, 86_399))),
});

/** The collections of a shop, in Extended JSON. `carts` has no mapping. */
export const mongodbPart = (world: World, random: Random): Part<Records> => {
  const companies = companiesIn(world, 'mongodb');
  const people = peopleIn(world, 'mongodb');
  const orders = companies.flatMap((company) => Array.from({ length: random.int(0, 3) }, () => company));
  const source = 'mongodb';
  return {
    content: {
      companies: companies.map((company) => companyDocument(company, random)),
      users: people.map((person) => userDocument(person, random)),
      orders: orders.map((company, at) => orderDocument(company, at + 1, random)),
      carts: Array.from({ length: 25 }, (_none, at) => ({ _id: at + 1, items: random.int(0, 9) })),
    },
    truth: [
      ...companies.map(({ number }) => {
        return {
          entity: 'account',
          thing: number,
          source,
          object: 'companies',
          key: objectId('a', number),
        } as const;
      }),
      ...people.map(({ number }) => {
        return {
          entity: 'contact',
          thing: number,
          source,
          object: 'users',
          key: objectId('b', number),
        } as const;
      }),
    ],
  };
};
