import { addressComparison, neighbourComparison, placeFeatures, placeInputs } from './address-plan.ts';
import type { BlockingRule, Comparison, Feature, UnifyPlan } from './plan.ts';
import { wordsOf } from './words-of.ts';

/**
 * A whole name is read where a part is missing: what stands behind a comma is the given name, else the last word is the
 * family's.
 */
const features: readonly Feature[] = [
  ...wordsOf('last_words', 'last_name', { helper: true }),
  ...wordsOf('first_words', 'first_name', { helper: true }),
  {
    name: 'whole_plain',
    helper: true,
    sql: `CASE WHEN first_words IS NULL OR last_words IS NULL THEN au_plain(full_name) END`,
  },
  {
    name: 'whole_last',
    helper: true,
    sql: `CASE WHEN contains(whole_plain, ',') THEN split_part(whole_plain, ',', 1) END`,
  },
  {
    name: 'whole_rest',
    helper: true,
    sql: `CASE WHEN contains(whole_plain, ',') THEN split_part(whole_plain, ',', 2) ELSE whole_plain END`,
  },
  { name: 'whole_named', helper: true, sql: 'au_tidy(whole_rest)' },
  { name: 'whole_first', helper: true, sql: 'au_untitled(whole_named)' },
  {
    name: 'whole',
    helper: true,
    sql: `CASE WHEN whole_plain IS NOT NULL THEN concat_ws(' ', CASE WHEN whole_first = '' THEN whole_named ELSE whole_first END, au_tidy(whole_last)) END`,
  },
  {
    name: 'last',
    counted: true,
    sql: `coalesce(last_words, CASE WHEN first_name IS NULL OR whole LIKE '% %' THEN nullif(split_part(whole, ' ', -1), '') END)`,
  },
  { name: 'first_untitled', helper: true, sql: 'au_untitled(first_words)' },
  {
    name: 'first',
    counted: true,
    sql: `coalesce(CASE WHEN first_untitled = '' THEN first_words ELSE first_untitled END, CASE WHEN whole LIKE '% %' AND last_name IS NULL THEN regexp_replace(whole, ' [^ ]+$', '') WHEN whole LIKE '% ' || last THEN left(whole, length(whole) - length(last) - 1) END)`,
  },
  { name: 'first_word', helper: true, sql: `split_part(first, ' ', 1)` },
  { name: 'given', sql: 'first_word', nickname: true },
  { name: 'mail', counted: true, sql: `au_mail(email)` },
  { name: 'mailbox', sql: `split_part(mail, '@', 1)` },
  // What stands before the @ is often made of the name, and then says little that the name does not.
  {
    name: 'mailbox_of_name',
    sql: `coalesce(contains(mailbox, replace(last, ' ', '')), false) OR coalesce(contains(mailbox, first_word), false)`,
  },
  { name: 'mail_domain', helper: true, sql: `split_part(mail, '@', 2)` },
  { name: 'employer', sql: 'au_own_domain(mail_domain)' },
  { name: 'phone_digits', helper: true, sql: `au_dialled(phone)` },
  { name: 'phone_number', counted: true, sql: `au_national(phone, phone_digits)` },
  { name: 'mobile_digits', helper: true, sql: `au_dialled(mobile_phone)` },
  { name: 'mobile_number', sql: `au_national(mobile_phone, mobile_digits)` },
  { name: 'company', counted: true, sql: 'account_id' },
  ...placeFeatures('mailing'),
];

const firstName: Comparison = {
  name: 'first_name',
  title: 'first name',
  shows: ['first'],
  missing: 'l.first IS NULL OR r.first IS NULL',
  levels: [
    { name: 'the same', when: 'l.first = r.first', m: 0.7, u: 0.008, rarity: 'first' },
    { name: 'a nickname or middle name apart', when: 'l.given = r.given', m: 0.08, u: 0.004 },
    { name: 'one letter apart', when: 'au_typo(l.first, r.first)', m: 0.06, u: 0.004 },
    {
      name: 'exchanged with the last name',
      when: 'l.first = r.last OR r.first = l.last',
      m: 0.02,
      u: 0.002,
    },
    {
      name: 'an initial',
      when: 'least(length(l.given), length(r.given)) = 1 AND left(l.given, 1) = left(r.given, 1)',
      m: 0.02,
      u: 0.004,
    },
    { name: 'similar', when: 'au_like(l.first, r.first, 0.85)', m: 0.04, u: 0.01 },
    { name: 'different', when: 'true', m: 0.08, u: 0.968, floor: true },
  ],
};

const lastName: Comparison = {
  name: 'last_name',
  title: 'last name',
  shows: ['last'],
  missing: 'l.last IS NULL OR r.last IS NULL',
  levels: [
    { name: 'the same', when: 'l.last = r.last', m: 0.78, u: 0.004, rarity: 'last' },
    { name: 'one letter apart', when: 'au_typo(l.last, r.last)', m: 0.07, u: 0.002 },
    {
      name: 'exchanged with the first name',
      when: 'l.last = r.first OR r.last = l.first',
      m: 0.02,
      u: 0.002,
    },
    {
      name: 'a part of the other',
      when: `l.last LIKE r.last || ' %' OR l.last LIKE '% ' || r.last OR r.last LIKE l.last || ' %' OR r.last LIKE '% ' || l.last`,
      m: 0.02,
      u: 0.001,
    },
    { name: 'similar', when: 'au_like(l.last, r.last, 0.88)', m: 0.04, u: 0.008 },
    { name: 'different', when: 'true', m: 0.07, u: 0.983, floor: true },
  ],
};

const email: Comparison = {
  name: 'email',
  title: 'e-mail',
  shows: ['mail'],
  missing: 'l.mail IS NULL OR r.mail IS NULL',
  levels: [
    { name: 'the same', when: 'l.mail = r.mail', m: 0.62, u: 0.0002, rarity: 'mail' },
    { name: 'a few letters apart', when: 'au_edits(l.mail, r.mail, 2)', m: 0.08, u: 0.0002 },
    // Namesakes have such addresses at their own employers: like two different ones, these speak against one person.
    {
      name: 'made of the name at two organisations',
      when:
        'left(l.mailbox, 1) = left(r.mailbox, 1) AND (l.mailbox_of_name OR r.mailbox_of_name) AND ' +
        '(l.mailbox = r.mailbox OR au_like(l.mailbox, r.mailbox, 0.92)) AND ' +
        "jaro_winkler_similarity(split_part(l.employer, '.', 1), split_part(r.employer, '.', 1)) < 0.7",
      m: 0.06,
      u: 0.25,
      fixed: true,
    },
    {
      name: 'the same before the @, made of the name',
      when: 'l.mailbox = r.mailbox AND (l.mailbox_of_name OR r.mailbox_of_name)',
      m: 0.06,
      u: 0.04,
      fixed: true,
    },
    {
      name: 'the same before the @',
      when: 'l.mailbox = r.mailbox',
      m: 0.03,
      u: 0.0006,
    },
    {
      name: 'similar before the @',
      when: 'au_like(l.mailbox, r.mailbox, 0.92)',
      m: 0.04,
      u: 0.025,
      fixed: true,
    },
    { name: 'of the same organisation', when: 'l.employer = r.employer', m: 0.07, u: 0.005 },
    { name: 'different', when: 'true', m: 0.15, u: 0.992, floor: true },
  ],
};

const phone: Comparison = {
  name: 'phone',
  title: 'telephone',
  shows: ['phone_number', 'mobile_number'],
  missing:
    '(l.phone_number IS NULL AND l.mobile_number IS NULL) OR (r.phone_number IS NULL AND r.mobile_number IS NULL)',
  levels: [
    { name: 'the same', when: 'l.phone_number = r.phone_number', m: 0.55, u: 0.0005, rarity: 'phone_number' },
    {
      name: 'the same, one as a mobile',
      when: 'l.mobile_number = r.mobile_number OR l.phone_number = r.mobile_number OR l.mobile_number = r.phone_number',
      m: 0.07,
      u: 0.0003,
    },
    {
      name: 'one digit apart',
      when: 'au_typo(l.phone_number, r.phone_number)',
      m: 0.03,
      u: 0.0003,
    },
    { name: 'different', when: 'true', m: 0.35, u: 0.9989, floor: true },
  ],
};

/**
 * The golden account that both refer to. Who shares a mailbox or a switchboard shares the company with it: where one of them
 * agrees, the company says nothing more.
 */
const company: Comparison = {
  name: 'company',
  title: 'company',
  shows: ['company'],
  missing:
    'l.company IS NULL OR r.company IS NULL OR coalesce(l.employer = r.employer, false) OR coalesce(l.mail = r.mail, false)' +
    ' OR coalesce(l.phone_number = r.phone_number, false)',
  levels: [
    { name: 'the same', when: 'l.company = r.company', m: 0.85, u: 0.003, rarity: 'company' },
    { name: 'different', when: 'true', m: 0.15, u: 0.997, floor: true },
  ],
};

const blocking: readonly BlockingRule[] = [
  { name: 'same e-mail', key: 'mail', fixes: ['email'] },
  {
    name: 'same telephone',
    key: 'list_distinct(list_filter([phone_number, mobile_number], p -> p IS NOT NULL))',
    list: true,
    fixes: ['phone'],
  },
  {
    name: 'same names, in any order',
    key: `least(given, last) || ' ' || greatest(given, last)`,
    finer: `coalesce(postal, city, employer)`,
    fixes: ['first_name', 'last_name'],
  },
  { name: 'same last name and postal code', key: `last || ' ' || postal`, fixes: ['last_name', 'address'] },
  {
    name: 'same last name and place',
    key: `last || ' ' || city`,
    finer: 'left(given, 2)',
    fixes: ['last_name', 'address'],
  },
  {
    name: 'same before the @',
    key: `CASE WHEN length(mailbox) >= 5 AND NOT mailbox_of_name THEN mailbox END`,
    finer: 'coalesce(left(last, 1), left(first, 1))',
    fixes: ['email', 'first_name', 'last_name'],
  },
  {
    name: 'similar names',
    key: `left(last, 4) || ' ' || left(given, 2)`,
    finer: 'city',
    fixes: ['first_name', 'last_name'],
  },
];

/** How people are told apart. */
export const contactPlan: UnifyPlan = {
  entity: 'contact',
  inputs: [
    'full_name',
    'first_name',
    'last_name',
    'email',
    'phone',
    'mobile_phone',
    'account_id',
    ...placeInputs('mailing'),
  ],
  features,
  comparisons: [firstName, lastName, email, phone, company, addressComparison, neighbourComparison],
  blocking,
};
