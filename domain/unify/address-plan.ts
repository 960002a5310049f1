import type { Comparison, Feature } from './plan.ts';
import { wordsOf } from './words-of.ts';

/** The address fields that are read. */
export const placeInputs = (prefix: 'billing' | 'mailing'): readonly string[] => [
  `${prefix}_street`,
  `${prefix}_city`,
  `${prefix}_postal_code`,
];

/** Street and place under the prefix of an entity's address fields. */
export const placeFeatures = (prefix: 'billing' | 'mailing'): readonly Feature[] => [
  ...wordsOf('street_words', `${prefix}_street`, { helper: true }),
  { name: 'street_named', helper: true, sql: 'au_no_kinds(street_words)' },
  { name: 'street', sql: 'au_spaced(street_named)' },
  { name: 'house', sql: `nullif(regexp_extract(street, '\\b\\d+'), '')` },
  { name: 'street_word', sql: `nullif(regexp_extract(street, '\\b(?:\\d+(?:st|nd|rd|th)|[a-z]{2,})'), '')` },
  ...wordsOf('city', `${prefix}_city`, { counted: true }),
  ...wordsOf('postal_words', `${prefix}_postal_code`, { helper: true }),
  { name: 'postal', counted: true, sql: `replace(postal_words, ' ', '')` },
];

const samePostal = 'coalesce(l.postal = r.postal, false)';
const sameCity = 'coalesce(l.city = r.city, false)';
const noPlace = '((l.postal IS NULL OR r.postal IS NULL) AND (l.city IS NULL OR r.city IS NULL))';
const samePlace = `(${samePostal} OR ${noPlace} OR similar_city)`;
const streets = '(l.street IS NOT NULL AND r.street IS NOT NULL)';
const sameStreet = 'coalesce(l.street = r.street, false)';

/** What several levels ask: written as one question after another, so that the slow ones are asked last. */
const parts: Comparison['parts'] = [
  {
    name: 'similar_city',
    sql:
      'CASE WHEN l.city = r.city THEN true WHEN l.city IS NULL OR r.city IS NULL THEN false' +
      ' WHEN au_like(l.city, r.city, 0.88) THEN true' +
      ` WHEN starts_with(l.city, r.city) AND starts_with(l.city, r.city || ' ') THEN true` +
      ` WHEN starts_with(r.city, l.city) AND starts_with(r.city, l.city || ' ') THEN true` +
      ' WHEN least(length(l.city), length(r.city)) >= 5 THEN au_edits(l.city, r.city, 2) ELSE false END',
  },
  {
    name: 'near_street',
    sql:
      `CASE WHEN NOT ${streets} THEN false WHEN l.house = r.house AND l.street_word = r.street_word THEN true` +
      ' WHEN l.house <> r.house THEN false ELSE au_like(l.street, r.street, 0.9) END',
  },
];

/**
 * Street and place as one comparison: who shares a street shares its town, so that two comparisons would count the same
 * evidence twice.
 */
export const addressComparison: Comparison = {
  name: 'address',
  title: 'address',
  shows: ['street', 'postal', 'city'],
  missing: `NOT ${streets} AND ${noPlace}`,
  parts,
  levels: [
    {
      name: 'the same street',
      when: `${sameStreet} AND ${samePlace}`,
      m: 0.3,
      u: 0.0004,
    },
    {
      name: 'nearly the same street',
      when: `near_street AND ${samePlace}`,
      m: 0.15,
      u: 0.0004,
    },
    {
      name: 'the same street in another place',
      when: `${sameStreet} OR near_street`,
      m: 0.03,
      u: 0.0008,
    },
    {
      name: 'the same postal code, other street',
      when: `${streets} AND ${samePostal}`,
      m: 0.08,
      u: 0.001,
      rarity: 'postal',
    },
    {
      name: 'the same city, other street',
      when: `${streets} AND similar_city`,
      m: 0.08,
      u: 0.03,
    },
    { name: 'the same postal code', when: samePostal, m: 0.1, u: 0.001, rarity: 'postal' },
    { name: 'the same city', when: sameCity, m: 0.1, u: 0.03, rarity: 'city' },
    { name: 'a similar city', when: 'similar_city', m: 0.04, u: 0.01 },
    { name: 'different', when: 'true', m: 0.08, u: 0.9264, floor: true },
  ],
};

/**
 * Who shares a telephone and a street may be a neighbour in one house with one switchboard, or of one family: for two
 * things the one agreement makes the other likely, so that together they say less than their sum. Without labels the data
 * do not show how much less.
 */
export const neighbourComparison: Comparison = {
  name: 'neighbours',
  title: 'telephone and street together',
  shows: ['phone_number', 'street'],
  missing: `NOT coalesce(l.phone_number = r.phone_number AND (${sameStreet} OR near_street), false)`,
  parts: parts.filter(({ name }) => name === 'near_street'),
  levels: [{ name: 'both the same', when: 'true', m: 0.03, u: 0.96, fixed: true }],
};
