import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { DataIntent, Unified } from './intent.ts';
import { meaningsOf } from './lexicon.ts';
import { textOf } from './words.ts';
import type { Word } from './words.ts';

/** Names of fields as people say them, beside the canonical names themselves. */
const spoken: Readonly<Record<string, Readonly<Record<Unified, string | undefined>>>> = {
  name: { account: 'name', contact: 'full_name' },
  'phone number': { account: 'phone', contact: 'phone' },
  telephone: { account: 'phone', contact: 'phone' },
  revenue: { account: 'annual_revenue', contact: undefined },
  employees: { account: 'employee_count', contact: undefined },
  headcount: { account: 'employee_count', contact: undefined },
  country: { account: 'billing_country', contact: 'mailing_country' },
  city: { account: 'billing_city', contact: 'mailing_city' },
  street: { account: 'billing_street', contact: 'mailing_street' },
  owner: { account: 'owner_id', contact: 'owner_id' },
  'e mail': { account: undefined, contact: 'email' },
  'job title': { account: undefined, contact: 'title' },
  mobile: { account: undefined, contact: 'mobile_phone' },
  'email address': { account: undefined, contact: 'email' },
};

const fieldOf = (entity: Unified, phrase: string): string | undefined => {
  const said = spoken[phrase]?.[entity];
  if (said !== undefined) return said;
  const name = phrase.replaceAll(' ', '_');
  return canonicalEntities[entity].fields.some((field) => field.name === name) ? name : undefined;
};

const fillers = new Set(['the', 'our', 'this', 'that', 'a', 'value', 'data', 'all', 'figure', 'records']);
const longestField = 3;

/** The words inside `where does … come from`, `what is the source of …`. */
const innerWords = (words: readonly Word[]): readonly Word[] | undefined => {
  const folded = words.map((word) => (word.quoted ? '' : word.folded));
  const isWhere = folded[0] === 'where' && ['do', 'does', 'did'].includes(folded[1] ?? '');
  if (isWhere && folded.at(-2) === 'come' && folded.at(-1) === 'from') return words.slice(2, -2);
  const isSource = /^what is the (?:source|origin) of$/u.test(folded.slice(0, 5).join(' '));
  return isSource ? words.slice(5) : undefined;
};

const withoutFillers = (words: readonly Word[]): readonly Word[] =>
  words.filter(({ folded, quoted }) => quoted || !fillers.has(folded));

const entitiesAsked = (
  words: readonly Word[],
): readonly [entities: readonly Unified[], rest: readonly Word[]] => {
  const [first] = words;
  if (first?.folded === 'the' && !first.quoted) return entitiesAsked(words.slice(1));
  if (first === undefined || words.length === 1) return [['account', 'contact'], words];
  if (['account', 'company', 'customer'].includes(first.folded)) return [['account'], words.slice(1)];
  if (['contact', 'person'].includes(first.folded)) return [['contact'], words.slice(1)];
  return [['account', 'contact'], words];
};

const originOf = (
  field: readonly Word[],
  named: readonly Word[],
  question: string,
): DataIntent | undefined => {
  const phrase = field.map(({ folded }) => folded).join(' ');
  const [entities, rest] = entitiesAsked(named);
  const name = textOf(question, rest);
  if (field.length === 0 || field.length > longestField || name === '') return undefined;
  for (const entity of entities) {
    const found = fieldOf(entity, phrase);
    if (found !== undefined) return { kind: 'origin', entity, field: found, name };
  }
  return undefined;
};

/** `What is the phone of Acme?`: the value together with where it comes from. The name must be written like one. */
const readValue = (question: string, words: readonly Word[]): DataIntent | undefined => {
  const [first, second, third] = words.map(({ folded }) => folded);
  if (!['what', 'who'].includes(first ?? '') || second !== 'is' || third !== 'the') return undefined;
  const of = words.findIndex(({ folded, quoted }) => !quoted && folded === 'of');
  const named = words.slice(of + 1);
  const name = named.at(-1);
  if (of < 4 || name === undefined || !(name.quoted || /^\p{Lu}/u.test(name.raw))) return undefined;
  return originOf(words.slice(3, of), named, question);
};

/** Questions about a value of a record, and about where it or a whole view comes from; undefined for all others. */
export const readOrigin = (question: string, words: readonly Word[]): DataIntent | undefined => {
  const inner = innerWords(words);
  if (inner === undefined) return readValue(question, words);
  const noun = withoutFillers(inner)
    .map(({ folded }) => folded)
    .filter((word) => word !== 'number')
    .join(' ');
  const subject = meaningsOf(noun).find((meaning) => meaning.type === 'subject');
  if (subject !== undefined) return { kind: 'sources', view: subject.view };
  const of = inner.findIndex(({ folded, quoted }) => !quoted && folded === 'of');
  if (of > 0) return originOf(withoutFillers(inner.slice(0, of)), inner.slice(of + 1), question);
  const possessive = inner.findIndex(({ folded }) => folded === "'s");
  return possessive > 0
    ? originOf(inner.slice(possessive + 1), inner.slice(0, possessive), question)
    : undefined;
};
