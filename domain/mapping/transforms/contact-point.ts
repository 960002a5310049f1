import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { CountryCode } from 'libphonenumber-js';
import { Refusal, shown } from '../../canonical/refusal.ts';
import type { Json } from '../../json.ts';
import { remembered } from '../remembered.ts';
import { scalarText } from '../scalar-text.ts';
import { ArgumentError, otherwise } from '../transform-spec.ts';
import type { Arguments, Step, TransformSpec } from '../transform-spec.ts';
import { countryCode, toCountry } from './country.ts';
import { toCurrency } from './currency.ts';

const international = /^\+[1-9]\d{6,14}$/;

const regionOf = (name: string): CountryCode | undefined => {
  const code = countryCode(name);
  return code !== null && isSupportedCountry(code) ? code : undefined;
};

const readPhone = (text: string, region: CountryCode | undefined): string | Refusal => {
  const number = parsePhoneNumberFromString(text, region);
  if (number?.isPossible() !== true) {
    const cure = region === undefined ? 'name its region' : `it is not possible in ${region}`;
    return new Refusal(
      'no_phone',
      `${shown(text)} is no telephone number; ${cure}, or keep it with otherwise: keep`,
    );
  }
  return number.ext === undefined ? number.number : `${number.number};ext=${number.ext}`;
};

const northAmerican = /^(\+1[ .-]?)?(?:\(([2-9]\d\d)\) ?|([2-9]\d\d)[ .-]?)(\d{3})[ .-]?(\d{4})$/;

/** Ten digits of the North American plan as they are mostly written; they need no table. Null for anything else. */
const readNorthAmerican = (text: string, region: CountryCode | undefined): string | null => {
  const match = northAmerican.exec(text);
  if (match === null || (match[1] === undefined && region !== 'US' && region !== 'CA')) return null;
  return `+1${match[2] ?? match[3] ?? ''}${match[4] ?? ''}${match[5] ?? ''}`;
};

/** A reader of numbers of one region; reading one takes microseconds, and numbers come again with every read. */
const phoneReader = (region: CountryCode | undefined): ((text: string) => Json | Refusal) => {
  const read = remembered((text) => readPhone(text, region));
  return (text) => (international.test(text) ? text : (readNorthAmerican(text, region) ?? read(text)));
};

/** Reads `[number, country]` or a number alone. */
const phone = (given: Arguments): Step => {
  const name = given['region'];
  const fallback = typeof name === 'string' ? regionOf(name) : undefined;
  if (typeof name === 'string' && fallback === undefined) {
    throw new ArgumentError(`the region ${name} is unknown; name an ISO 3166-1 alpha-2 country such as US`);
  }
  const readers = new Map<CountryCode | undefined, (text: string) => Json | Refusal>();
  const readerOf = (region: CountryCode | undefined): ((text: string) => Json | Refusal) => {
    const reader = readers.get(region) ?? phoneReader(region);
    readers.set(region, reader);
    return reader;
  };
  const plain = readerOf(fallback);
  return (value: Json) => {
    if (!Array.isArray(value)) return plain(scalarText(value));
    const [number, country] = value as readonly Json[];
    if (number === null || number === undefined || number === '') return null;
    const region = typeof country === 'string' ? regionOf(country) : undefined;
    return readerOf(region ?? fallback)(scalarText(number));
  };
};

/** The number alone, where `[number, country]` cannot be read and is kept. */
const kept = (value: Json): Json => (Array.isArray(value) ? ((value as readonly Json[])[0] ?? null) : value);

const address = /^[^\s@,;<>()"]{1,64}@([^\s@,;<>()"]{1,253})$/;
const host =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

const usualEmail = /^[a-z0-9._%+-]{1,64}@(?:[a-z0-9][a-z0-9-]{0,61}\.)+[a-z]{2,24}$/;

const email: Step<string> = (raw) => {
  if (usualEmail.test(raw)) return raw;
  const text = raw
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^[^<>]*<([^<>]+)>$/, '$1')
    .toLowerCase();
  const match = address.exec(text);
  if (match !== null && host.test(match[1] ?? '')) return text;
  return new Refusal('no_email', `${shown(raw)} is no e-mail address; correct the source`);
};

const hostOf = (text: string): string =>
  text
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^[^/?#]*@/, '')
    .replace(/[/?#].*$/s, '')
    .replace(/:\d*$/, '')
    .replace(/\.$/, '');

const usualHost =
  /^(?:https?:\/\/)?(?:www\.)?([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z]{2,24}){1,3})\/?$/;

const domain: Step<string> = (raw) => {
  const usual = usualHost.exec(raw)?.[1];
  if (usual !== undefined) return usual;
  const found = hostOf(
    raw
      .trim()
      .toLowerCase()
      .replace(/^mailto:/, ''),
  ).replace(/^www\d?\./, '');
  if (found.length <= 253 && host.test(found) && /\p{L}/u.test(found)) return found;
  return new Refusal('no_domain', `${shown(raw)} names no internet domain; correct the source`);
};

const usualUrl = /^https?:\/\/[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9-]{2,61}){1,4}$/;

const url: Step<string> = (raw) => {
  if (usualUrl.test(raw)) return raw;
  const text = raw.trim();
  const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#\s]+)([/?#]\S*)?$/i.exec(text);
  const scheme = (match?.[1] ?? 'https').toLowerCase();
  const authority = (match?.[2] ?? '').toLowerCase();
  if (match === null || !/^https?$/.test(scheme) || !host.test(hostOf(authority))) {
    return new Refusal('no_url', `${shown(raw)} is no web address; correct the source`);
  }
  const rest = match[3] ?? '';
  return `${scheme}://${authority}${rest === '/' ? '' : rest}`;
};

/** Transforms of what identifies and reaches people and companies. */
export const contactPointTransforms: readonly TransformSpec[] = [
  {
    name: 'phone',
    summary:
      'A telephone number in E.164 (`;ext=` for an extension). From two paths it takes the number and its country. ' +
      'Numbers are checked for being possible, not for being in use.',
    example: 'phone: { region: US, otherwise: keep }',
    parameters: [
      {
        name: 'region',
        type: 'text',
        primary: true,
        description: 'Country of numbers without one, ISO 3166-1 alpha-2.',
      },
      otherwise,
    ],
    takes: 'value',
    kept,
    build: phone,
  },
  {
    name: 'email',
    summary: 'An e-mail address in lower case; `Name <address>` and `mailto:` are taken.',
    example: 'email',
    parameters: [otherwise],
    takes: 'text',
    build: () => email,
  },
  {
    name: 'domain',
    summary: 'The domain of a web or e-mail address, lower case, without `www.`.',
    example: 'domain',
    parameters: [otherwise],
    takes: 'text',
    build: () => domain,
  },
  {
    name: 'url',
    summary: 'A web address; without a scheme it gets https, a lone slash at its end goes.',
    example: 'url',
    parameters: [otherwise],
    takes: 'text',
    build: () => url,
  },
  {
    name: 'country',
    summary: 'ISO 3166-1 alpha-2 code of a code, an English name, a well-known other name or misspelling.',
    example: 'country',
    parameters: [otherwise],
    takes: 'text',
    build: () => remembered(toCountry),
  },
  {
    name: 'currency',
    summary: 'ISO 4217 code of a code, an English name or a sign that means one currency alone.',
    example: 'currency',
    parameters: [otherwise],
    takes: 'text',
    build: () => remembered(toCurrency),
  },
];
