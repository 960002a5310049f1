import type { Comparison, Feature } from './plan.ts';

/** The address fields that are read. */
export const placeInputs = (prefix: 'billing' | 'mailing'): readonly string[] => [
  `${prefix}_street`,
  `${prefix}_city`,
  `${prefix}_postal_code`,
];

/** Street and place under the prefix of an entity's address fields. */
export const placeFeatures = (prefix: 'billing' | 'mailing'): readonly Feature[] => [
  { name: 'street', sql: `au_street(${prefix}_street)` },
  { name: 'house', sql: `nullif(regexp_extract(street, '\\b(\\d+)', 1), '')` },
  {
    name: 'street_word',
    sql: `nullif(regexp_extract(street, '(?:^| )(\\d+(?:st|nd|rd|th)|[a-z]{2,})', 1), '')`,
  },
  { name: 'city', counted: true, sql: `au_words(${prefix}_city)` },
  { name: 'postal', counted: true, sql: `replace(au_words(${prefix}_postal_code), ' ', '')` },
];

const samePostal = 'coalesce(l.postal = r.postal, false)';
const sameCity = 'coalesce(l.city = r.city, false)';
const similarCity =
  '(l.city IS NOT NULL AND r.city IS NOT NULL AND (jaro_winkler_similarity(l.city, r.city) >= 0.88' +
  ` OR starts_with(l.city, r.city || ' ') OR starts_with(r.city, l.city || ' ')` +
  ' OR (least(length(l.city), length(r.city)) >= 5 AND au_edits(l.city, r.city, 2))))';
const noPlace = '((l.postal IS NULL OR r.postal IS NULL) AND (l.city IS NULL OR r.city IS NULL))';
const samePlace = `(${samePostal} OR ${noPlace} OR ${similarCity})`;
const streets = '(l.street IS NOT NULL AND r.street IS NOT NULL)';
const sameStreet = 'coalesce(l.street = r.street, false)';
const nearStreet =
  '(coalesce(l.house = r.house AND l.street_word = r.street_word, false) OR (' +
  `${streets} AND coalesce(l.house = r.house, true) AND jaro_winkler_similarity(l.street, r.street) >= 0.9))`;

/**
 * Street and place as one comparison: who shares a street shares its town, so that two comparisons would count the same
 * evidence twice.
 */
export const addressComparison: Comparison = {
  name: 'address',
  title: 'address',
  shows: ['street', 'postal', 'city'],
  missing: `NOT ${streets} AND ${noPlace}`,
  levels: [
    {
      name: 'the same street',
      when: `${sameStreet} AND ${samePlace}`,
      m: 0.3,
      u: 0.0004,
    },
    {
      name: 'nearly the same street',
      when: `${nearStreet} AND ${samePlace}`,
      m: 0.15,
      u: 0.0004,
    },
    {
      name: 'the same street in another place',
      when: `${sameStreet} OR ${nearStreet}`,
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
      when: `${streets} AND ${similarCity}`,
      m: 0.08,
      u: 0.03,
    },
    { name: 'the same postal code', when: samePostal, m: 0.1, u: 0.001, rarity: 'postal' },
    { name: 'the same city', when: sameCity, m: 0.1, u: 0.03, rarity: 'city' },
    { name: 'a similar city', when: similarCity, m: 0.04, u: 0.01 },
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
  missing: `NOT coalesce(l.phone_number = r.phone_number AND (${sameStreet} OR ${nearStreet}), false)`,
  levels: [{ name: 'both the same', when: 'true', m: 0.03, u: 0.96, fixed: true }],
};
