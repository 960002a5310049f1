import { addressComparison, neighbourComparison, placeFeatures, placeInputs } from './address-plan.ts';
import { placeWords } from './lexicon.ts';
import type { BlockingRule, Comparison, Feature, UnifyPlan } from './plan.ts';
import { wordsOf } from './words-of.ts';

const features: readonly Feature[] = [
  {
    name: 'name_plain',
    helper: true,
    sql: `au_plain(replace(replace(name, '&', ' and '), '(sample)', ''))`,
  },
  { name: 'name_words', helper: true, sql: 'au_tidy(name_plain)' },
  {
    name: 'title',
    sql: `CASE WHEN starts_with(name_words, 'the ') THEN substr(name_words, 5) ELSE name_words END`,
  },
  { name: 'bare', helper: true, sql: 'au_bare(title)' },
  { name: 'core', counted: true, sql: `CASE WHEN bare = '' THEN title ELSE bare END` },
  { name: 'joined', sql: `replace(core, ' ', '')` },
  {
    name: 'tokens',
    sql: `list_sort(list_distinct(list_filter(string_split(core, ' '), t -> t NOT IN ('and', 'the', 'of', 'de', 'at', 'on', 'in', ''))))`,
  },
  // What tells the parts of one group from another: Fund 1 and Fund 2, Acme UK and Acme Singapore.
  {
    name: 'marks',
    sql: `list_filter(tokens, t -> regexp_matches(t, '^([0-9]+|i|ii|iii|iv|v|vi)$') OR list_contains([${placeWords.map((word) => `'${word}'`).join(', ')}], t))`,
  },
  { name: 'web', helper: true, sql: 'coalesce(au_domain(domain), au_domain(website))' },
  { name: 'site', counted: true, sql: 'au_own_domain(web)' },
  { name: 'phone_digits', helper: true, sql: 'au_dialled(phone)' },
  { name: 'phone_number', counted: true, sql: 'au_national(phone, phone_digits)' },
  ...wordsOf('line_of_business', 'industry', { counted: true }),
  { name: 'revenue', sql: 'au_number(annual_revenue)' },
  { name: 'employees', sql: 'au_number(employee_count)' },
  ...placeFeatures('billing'),
];

const name: Comparison = {
  name: 'name',
  title: 'name',
  shows: ['title'],
  missing: 'l.core IS NULL OR r.core IS NULL',
  levels: [
    { name: 'the same', when: 'l.core = r.core', m: 0.7, u: 0.0005, rarity: 'core' },
    { name: 'of another number or country', when: 'l.marks <> r.marks', m: 0.01, u: 0.3, fixed: true },
    {
      name: 'the same words or letters',
      when: 'l.joined = r.joined OR l.tokens = r.tokens',
      m: 0.06,
      u: 0.0001,
    },
    {
      name: 'one letter apart',
      when: 'length(l.joined) >= 6 AND au_typo(l.joined, r.joined)',
      m: 0.05,
      u: 0.0002,
    },
    {
      name: 'the beginning or end of the other',
      when: `l.core LIKE r.core || ' %' OR r.core LIKE l.core || ' %' OR l.core LIKE '% ' || r.core OR r.core LIKE '% ' || l.core`,
      m: 0.05,
      u: 0.001,
    },
    {
      name: 'contained in the other',
      when: 'len(list_intersect(l.tokens, r.tokens)) >= least(len(l.tokens), len(r.tokens))',
      m: 0.02,
      u: 0.0005,
    },
    { name: 'similar', when: 'au_like(l.core, r.core, 0.92)', m: 0.04, u: 0.001 },
    {
      name: 'half of the words the same',
      when: '2 * len(list_intersect(l.tokens, r.tokens)) >= greatest(len(l.tokens), len(r.tokens))',
      m: 0.03,
      u: 0.004,
    },
    // Neighbours share telephone and address; that they are one thing all the same cannot be learnt from the data.
    { name: 'different', when: 'true', m: 0.025, u: 0.97, fixed: true },
  ],
};

const domain: Comparison = {
  name: 'domain',
  title: 'web domain',
  shows: ['site'],
  missing: 'l.site IS NULL OR r.site IS NULL',
  levels: [
    { name: 'the same', when: 'l.site = r.site', m: 0.75, u: 0.0005, rarity: 'site' },
    {
      name: 'the same but for the ending',
      when: `split_part(l.site, '.', 1) = split_part(r.site, '.', 1)`,
      m: 0.08,
      u: 0.0005,
    },
    { name: 'different', when: 'true', m: 0.17, u: 0.999, floor: true },
  ],
};

const phone: Comparison = {
  name: 'phone',
  title: 'telephone',
  shows: ['phone_number'],
  missing: 'l.phone_number IS NULL OR r.phone_number IS NULL',
  levels: [
    { name: 'the same', when: 'l.phone_number = r.phone_number', m: 0.8, u: 0.0005, rarity: 'phone_number' },
    { name: 'one digit apart', when: 'au_typo(l.phone_number, r.phone_number)', m: 0.05, u: 0.0005 },
    { name: 'different', when: 'true', m: 0.15, u: 0.999, floor: true },
  ],
};

const industry: Comparison = {
  name: 'industry',
  title: 'industry',
  shows: ['line_of_business'],
  missing: 'l.line_of_business IS NULL OR r.line_of_business IS NULL',
  levels: [
    {
      name: 'the same',
      when: 'l.line_of_business = r.line_of_business',
      m: 0.45,
      u: 0.1,
      rarity: 'line_of_business',
    },
    {
      name: 'a word in common',
      when: `list_has_any(string_split(l.line_of_business, ' '), string_split(r.line_of_business, ' '))`,
      m: 0.1,
      u: 0.03,
    },
    { name: 'different', when: 'true', m: 0.45, u: 0.87, floor: true },
  ],
};

const numeric = (field: string, title: string): Comparison => ({
  name: field,
  title,
  shows: [field],
  missing: `l.${field} IS NULL OR r.${field} IS NULL`,
  levels: [
    { name: 'the same', when: `l.${field} = r.${field}`, m: 0.3, u: 0.01 },
    { name: 'close', when: `au_near(l.${field}, r.${field}, 0.2)`, m: 0.1, u: 0.09 },
    { name: 'different', when: 'true', m: 0.6, u: 0.9, floor: true },
  ],
});

const blocking: readonly BlockingRule[] = [
  { name: 'same name', key: 'joined', finer: 'coalesce(site, phone_number, postal, city)', fixes: ['name'] },
  { name: 'same web domain', key: 'site', fixes: ['domain'] },
  { name: 'same telephone', key: 'phone_number', fixes: ['phone'] },
  {
    name: 'same street',
    key: `house || ' ' || street_word`,
    finer: 'coalesce(city, postal)',
    fixes: ['address'],
  },
  {
    name: 'a word of the name in common',
    key: 'list_filter(tokens, t -> length(t) >= 3)',
    list: true,
    fixes: ['name'],
  },
  { name: 'similar beginning of the name', key: 'left(joined, 7)', finer: 'city', fixes: ['name'] },
];

/** How companies are told apart. */
export const accountPlan: UnifyPlan = {
  entity: 'account',
  inputs: [
    'name',
    'domain',
    'website',
    'phone',
    'industry',
    'annual_revenue',
    'employee_count',
    ...placeInputs('billing'),
  ],
  features,
  comparisons: [
    name,
    domain,
    phone,
    addressComparison,
    neighbourComparison,
    industry,
    numeric('revenue', 'revenue'),
    numeric('employees', 'employees'),
  ],
  blocking,
};
