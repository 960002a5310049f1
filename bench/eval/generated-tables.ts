import { chance, oneOf, shuffled } from './chance.ts';
import type { Column, Table } from './value-cases.ts';

const given = [
  'Ada',
  'Bruno',
  'Chen',
  'Dalia',
  'Emil',
  'Fatou',
  'Goran',
  'Hana',
  'Ivo',
  'Jun',
  'Kofi',
  'Lena',
];
const family = ['Abel', 'Brandt', 'Costa', 'Dupont', 'Eriksen', 'Ferri', 'Gupta', 'Horvat', 'Ito', 'Jansen'];
const places = [
  'Lisbon',
  'Oslo',
  'Graz',
  'Porto',
  'Leeds',
  'Turin',
  'Ghent',
  'Malmo',
  'Lyon',
  'Brno',
  'Cork',
];
const trades = ['Retail', 'Energy', 'Health', 'Media', 'Mining', 'Transport', 'Farming', 'Banking'];
const steps = ['new', 'open', 'qualified', 'offered', 'won', 'lost'];
const words = [
  'north',
  'blue',
  'river',
  'prime',
  'delta',
  'stone',
  'swift',
  'cedar',
  'orbit',
  'amber',
  'quartz',
];

type Make = (random: () => number, row: number) => string;

const whole = (random: () => number, most: number): number => Math.floor(random() * most);
const padded = (number: number, width: number): string => String(number).padStart(width, '0');
const day = (random: () => number): string =>
  `20${padded(10 + whole(random, 15), 2)}-${padded(1 + whole(random, 12), 2)}-${padded(1 + whole(random, 28), 2)}`;

/** Kinds of fields that tables of businesses have: names that they go by, and how their values look. */
const kinds: readonly { readonly names: readonly string[]; readonly make: Make }[] = [
  {
    names: ['company_name', 'customer', 'organization', 'vendor_name'],
    make: (random, row) => `${oneOf(words, random)} ${oneOf(words, random)} ${row} Ltd`,
  },
  {
    names: ['contact_person', 'manager', 'responsible', 'buyer'],
    make: (random) => `${oneOf(given, random)} ${oneOf(family, random)}`,
  },
  { names: ['city', 'billing_city', 'location', 'branch'], make: (random) => oneOf(places, random) },
  { names: ['ship_city', 'home_town', 'site'], make: (random) => oneOf(places, random) },
  { names: ['industry', 'sector', 'segment'], make: (random) => oneOf(trades, random) },
  { names: ['stage', 'status', 'phase'], make: (random) => oneOf(steps, random) },
  { names: ['annual_revenue', 'amount', 'turnover'], make: (random) => (random() * 1e6).toFixed(2) },
  { names: ['budget', 'list_price', 'credit_limit'], make: (random) => (random() * 1e4).toFixed(2) },
  { names: ['employees', 'headcount', 'seats'], make: (random) => String(1 + whole(random, 5_000)) },
  { names: ['score', 'rating', 'priority'], make: (random) => String(whole(random, 10)) },
  {
    names: ['email', 'mail_address', 'contact_email'],
    make: (random, row) => `${oneOf(given, random).toLowerCase()}.${row}@${oneOf(words, random)}.example`,
  },
  {
    names: ['phone', 'office_phone', 'hotline'],
    make: (random) => `+49 30 ${padded(whole(random, 1e7), 7)}`,
  },
  {
    names: ['street', 'address_line', 'billing_street'],
    make: (random) => `${oneOf(words, random)} road ${whole(random, 300)}`,
  },
  { names: ['postal_code', 'zip', 'plz'], make: (random) => padded(whole(random, 99_999), 5) },
  { names: ['created_on', 'signed_at', 'first_order'], make: day },
  { names: ['closed_on', 'due_date', 'last_visit'], make: day },
  {
    names: ['contract_no', 'order_ref', 'ticket_code'],
    make: (random) => `AB-${padded(whole(random, 1e6), 6)}`,
  },
  { names: ['owner_id', 'rep_id', 'agent_code'], make: (random) => `u${padded(whole(random, 40), 3)}` },
  {
    names: ['country', 'region', 'territory'],
    make: (random) => oneOf(['DE', 'PT', 'NO', 'IT', 'FR', 'GB'], random),
  },
  {
    names: ['notes', 'remark', 'summary'],
    make: (random) => [1, 2, 3, 4, 5].map(() => oneOf(words, random)).join(' '),
  },
  { names: ['active', 'is_partner', 'newsletter'], make: (random) => (random() < 0.7 ? 'true' : 'false') },
];

const rows = 240;
/** Share of rows that leave a field empty, in a third of the fields. */
const empty = 0.15;

const columnOf = ({ names, make }: (typeof kinds)[number], random: () => number): Column => {
  const name = oneOf(names, random);
  const leaves = random() < 1 / 3 ? empty : 0;
  const values = Array.from({ length: rows }, (_, row) => (random() < leaves ? '' : make(random, row)));
  return { name, values };
};

/** Tables of a business of which nothing was used for fitting anything; the same ones for the same seed. */
export const generateTables = (count: number, seed: number): readonly Table[] =>
  Array.from({ length: count }, (_, at) => {
    const random = chance(seed + at);
    const chosen = shuffled(kinds, random).slice(0, 8 + whole(random, 8));
    const name = `generated_${at}`;
    return { name, family: name, columns: chosen.map((kind) => columnOf(kind, random)) };
  });
