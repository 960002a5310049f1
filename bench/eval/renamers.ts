import { oneOf } from './chance.ts';

/** Words that people put for each other; written down without a look at the product's own list. */
const synonyms: Readonly<Record<string, string>> = {
  amount: 'sum', annual: 'yearly', city: 'town', close: 'end', closed: 'ended', company: 'firm', contact: 'person',
  country: 'nation', created: 'made', customer: 'client', date: 'day', employees: 'staff', industry: 'branch', mail: 'email',
  manager: 'lead', name: 'title', notes: 'comments', order: 'purchase', owner: 'assignee', phone: 'tel', price: 'cost',
  product: 'item', region: 'area', revenue: 'income', sales: 'deals', score: 'points', stage: 'step', status: 'state',
  street: 'road', type: 'class', value: 'worth', zip: 'postcode',
}; // prettier-ignore

const partsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

const camel = (parts: readonly string[]): string =>
  parts
    .map((part, at) => (at === 0 ? part.toLowerCase() : part.charAt(0).toUpperCase() + part.slice(1)))
    .join('');

/** How people rename columns, from the harmless to what nobody can guess. */
export const renamers: readonly ((
  name: string,
  random: () => number,
  strangers: readonly string[],
) => string)[] = [
  (name) => camel(partsOf(name)),
  (name) => `${partsOf(name).join('_')}__c`,
  (name, random) => `${oneOf(['acc', 'src', 'crm', 'x'], random)}_${partsOf(name).join('_')}`,
  (name, random) => `${partsOf(name).join('_')}_${oneOf(['value', 'new', 'text', 'v2'], random)}`,
  (name) =>
    partsOf(name)
      .map((part) => (part.length > 4 ? part.replaceAll(/(?<=.)[aeiou]/gi, '') : part))
      .join('_'),
  (name) => partsOf(name).reverse().join('_'),
  (name) =>
    partsOf(name)
      .map((part) => synonyms[part.toLowerCase()] ?? part)
      .join('_'),
  (_name, random, strangers) => oneOf(strangers, random),
  (_name, random) => `field_${Math.floor(random() * 900) + 100}`,
];

/** The name of another thing: with a word more, or with another last word. */
export const lookalikeOf = (name: string, random: () => number): string => {
  const parts = partsOf(name);
  const kept = random() < 0.5 && parts.length > 1 ? parts.slice(0, -1) : parts;
  return [...kept, oneOf(['code', 'flag', 'group', 'reason', 'count'], random)].join('_');
};
