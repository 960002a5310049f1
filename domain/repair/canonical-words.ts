/**
 * What other systems call the canonical fields: the common words of CRM and ERP software, the best known first.
 * `~` marks a word that fits but just as well means something else.
 */
import type { Entity } from '../mapping/types.ts';

type Words = Readonly<Record<string, string>>;

const address = (prefix: string): Words => ({
  [`${prefix}_street`]: `${prefix} street; street; ${prefix} address; ${prefix} address line 1; street address; address line 1;
    address 1; address line; address; line 1; office address; ~office location; ~location; ~premises`,
  [`${prefix}_city`]: `${prefix} city; city; address city; office city; city name; town; locality; address locality; suburb; municipality; ${prefix} town`,
  [`${prefix}_state`]: `${prefix} state; state; province; state province; region; address state; address region; state code;
    state or province; administrative area; admin area level 1; address province; ${prefix} region; ${prefix} province; ~county`,
  [`${prefix}_postal_code`]: `${prefix} postal code; postal code; ${prefix} code; address postal code; postal; ${prefix} postal`,
  [`${prefix}_country`]: `${prefix} country; country; address country; country name; country code; ${prefix} country code; nation;
    country region; ~office location`,
});

const times: Words = {
  created_at: `created at; created; create date; created date; created on; date created; creation date; create time; created time; add time;
    date added; added at; date entered; entry date; inserted at; creation; system create date; registered at; ~since; ~added;
    ~first seen`,
  updated_at: `updated at; updated; update time; updated date; updated on; modified; modified at; modified on; modified date; modified time;
    last modified; last modified date; last modified at; last updated; last update; date modified; date updated; changed at;
    change date; last changed; write date; edited at; system modstamp; last modified time; update date; ~edited`,
};

const owner = (noun: string): string =>
  `owner id; owner; ${noun} owner; ${noun} owner id; owner user id; assigned to; assigned user id; assigned user; assignee; assignee id;
  assigned to id; responsible; responsible user; responsible id; account manager; sales rep; sales representative; sales person;
  sales agent; agent; representative; relationship manager; owner name; managed by; user id; ~user; ~owned by; ~staff id; ~manager`;

const description = `description; background; background information; about; about us; notes; note; summary; comments; comment; long description;
  remarks; details; additional information; ~information; ~memo; ~text`;

const accountLink = `account id; account; company id; company; organization id; organization; account name; customer id; customer;
  client id; client; company name; customer account; parent customer id; parent customer; organization name; employer; associated company;
  associated company id; primary company id; customer name; business id; parent account id; ~partner id; ~buyer id; ~party id`;

const account: Words = {
  name: `name; account name; company name; company; organization name; organization; account; business name; customer name; customer;
    client name; legal name; firm name; trade name; display name; ~full name; ~title; ~label`,
  domain: `domain; domain name; web domain; company domain; email domain; internet domain; primary domain`,
  website: `website; website url; url; web; web address; homepage; company url; company website; home page url; website address;
    site url; www; ~site; ~link; ~web address url`,
  industry: `industry; sector; industry sector; industry code; industry name; industry type; line of business; vertical; business sector;
    branch; branch of industry; business type; market segment; ~category; ~segment; ~market`,
  phone: `phone; main phone; phone 1; work phone; business phone; office phone; company phone; contact phone; primary phone;
    phone work; phone main; phones; phone office; ~switchboard`,
  annual_revenue: `annual revenue; revenue; yearly revenue; turnover; annual turnover; annual sales; sales revenue; yearly turnover;
    annual income; revenue year; ~sales; ~income; ~total revenue`,
  currency: `currency; currency code; currency iso code; default currency; transaction currency; transaction currency id; currency id;
    account currency; billing currency`,
  employee_count: `employee count; employees; number of employees; employee number; headcount; staff count; employees number;
    employees count; employee total; company size; number employees; total employees; ~size; ~staff; ~employee range`,
  ...address('billing'),
  parent_id: `parent id; parent; parent account; parent account id; parent company; parent company id; parent organization; subsidiary of;
    parent name; ~ultimate parent; ~holding; ~belongs to`,
  owner_id: owner('account'),
  description,
  ...times,
};

const contact: Words = {
  first_name: `first name; given name; first; name first; contact first name; ~christian name; ~called name`,
  last_name: `last name; family name; surname; last; name last; contact last name; ~second name`,
  full_name: `full name; name; contact name; display name; person name; name full; complete name; contact; ~label`,
  email: `email; email address; email 1; email address 1; primary email; work email; business email; emails; contact email; main email;
    email work; ~login email`,
  phone: `phone; work phone; business phone; office phone; phone 1; primary phone; main phone; direct phone; phone work; phones; contact phone;
    business telephone; phone office; ~direct line; ~direct dial`,
  mobile_phone: `mobile phone; mobile; cell; cell phone; phone mobile; mobile 1; mobile work; phone cell; handphone; ~gsm; ~cellular`,
  title: `title; jobtitle; position; job; job position; role; job role; designation; job function; occupation; profession;
    contact title; position title; job name; ~function; ~rank; ~contact role`,
  department: `department; department name; division; business unit; ~section; ~team; ~organization unit`,
  account_id: accountLink,
  owner_id: owner('contact'),
  ...address('mailing'),
  ...times,
};

const opportunity: Words = {
  name: `name; opportunity name; deal name; title; deal title; opportunity title; subject; topic; deal; opportunity; sales opportunity;
    ~label; ~project name`,
  account_id: accountLink,
  amount: `amount; value; deal value; deal amount; opportunity amount; opportunity value; estimated value; total amount; total value; close value;
    monetary value; deal size; contract value; price; total price; total; sales amount; net amount; planned revenue;
    potential amount; estimated revenue; estimated amount; ~revenue; ~worth; ~sum; ~budget; ~actual value; ~expected revenue`,
  currency: `currency; currency code; currency iso code; deal currency; deal currency code; transaction currency; transaction currency id;
    currency id; amount currency; value currency`,
  stage: `stage; stage name; deal stage; sales stage; opportunity stage; pipeline stage; stage id; pipeline stage id; deal stage id;
    deal stage name; step; step name; phase; sales phase; milestone; deal status; stage code; ~status; ~state; ~pipeline step`,
  probability: `probability; win probability; close probability; deal probability; likelihood; chance; win likelihood; confidence;
    success probability; probability percent; win rate; ~percent; ~rating`,
  close_date: `close date; closing date; expected close date; estimated close date; closed date; close at; close on; closes on; closed on;
    closed at; close time; closed time; target close date; forecast close date; expected closing; expected closing date; expected close;
    won time; actual close date; date closed; deal close date; projected close date; expected closure date; ~expected date; ~due date;
    ~deadline; ~end date; ~won date`,
  is_won: `is won; won; deal won; won flag; has been won; is closed won`,
  is_closed: `is closed; closed; deal closed; closed flag`,
  owner_id: owner('deal'),
  description,
  ...times,
};

/** Phrases by canonical field. The FinOps entities carry FOCUS's own names, which every bill that follows it uses. */
export const canonicalWords: Readonly<Record<Entity, Words>> = {
  account,
  contact,
  opportunity,
  cloud_resource: {},
  cloud_cost: {},
};

/** What an object that holds the entity is called. */
export const entityWords: Readonly<Record<Entity, string>> = {
  account:
    'account; company; organization; customer; client; business; firm; enterprise; ~partner; ~supplier; ~vendor',
  contact: 'contact; person; people; contact person; individual; ~customer contact',
  opportunity: 'opportunity; deal; sales opportunity; sales pipeline; sales deal; ~pipeline; ~quote; ~order',
  cloud_resource: 'cloud resource; resource; asset inventory; ~instance',
  cloud_cost:
    'cloud cost; focus; cost and usage; cost usage; billing export; spend; cost; usage cost; ~charge; ~bill; ~usage',
};

/** Words that turn a field into another one than the rest of its name says. */
export const turningWords = `shipping delivery other home fax secondary alternate second third assistant emergency personal private previous
  next previously former last first expected exchange rate by opt out unsubscribed bounced bounce verified unconfirmed confirmed twitter facebook
  linkedin instagram skype youtube google image logo photo picture icon avatar hash token password secret login campaign source lead
  activity activitie contacted touch touched call task meeting note reason lost type category group count total open changed change history
  toll free hidden visible validated valid invalid enrich enriched sync synced deleted archive archived locked lock score rating rank
  tier limit credit tax vat duns sic naics ticker symbol latitude longitude timezone language locale preferred method parent ultimate partner supplier
  reports manager supervisor spouse birthdate age gender quantity number discount margin cost commission forecast weighted
  quarter fiscal year month week day duration stage pipeline won conversion converted cycle priority next step territory territorie layout
  tag label format formatted html raw normalized local base converted home usd eur reporting custom external legacy import imported
  created updated modified closed viewed referenced sent received read opened replied visit session page analytics recent
  subscription follower member user owner team role permission shared portal suffix prefix middle maiden nick salutation honorific`;
