import {
  countries,
  departments,
  fields,
  firstNames,
  lastNames,
  stems,
  streets,
  titles,
} from './vocabulary.ts';
import type { Country } from './vocabulary.ts';
import type { Random } from './random.ts';

const sourceNames = ['salesforce', 'supabase', 'mongodb', 'files'] as const;
export type SourceName = (typeof sourceNames)[number];

/** A company as it really is; sources know it more or less well. */
export interface TrueCompany {
  readonly number: number;
  readonly name: string;
  readonly legalForm: readonly [string, string];
  readonly industry: string;
  readonly domain: string;
  readonly country: Country;
  readonly street: string;
  readonly city: { readonly city: string; readonly state: string; readonly postal: string };
  /** National number in groups, without trunk prefix. */
  readonly phone: string;
  readonly employees: number;
  /** US dollars. */
  readonly revenue: number;
  readonly founded: number;
  readonly sources: readonly SourceName[];
}

export interface TruePerson {
  readonly number: number;
  readonly company: TrueCompany;
  readonly firstName: string;
  readonly nickname: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly title: string;
  readonly department: string;
  readonly sources: readonly SourceName[];
}

/** Plain letters of a name, for addresses in the internet. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ø', 'o')
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]/g, '');

const phoneOf = (country: Country, random: Random): string =>
  random.pick(country.numbers).replaceAll('#', () => String(random.int(0, 9)));

/** Half of the companies live in one source, few in all four. */
const sourcesOf = (random: Random): SourceName[] => {
  const draw = random.next();
  const count = draw < 0.45 ? 1 : draw < 0.75 ? 2 : draw < 0.9 ? 3 : 4;
  const left: SourceName[] = [...sourceNames];
  while (left.length > count) left.splice(random.int(0, left.length - 1), 1);
  return left;
};

/** Companies of different names; there are names for 416. */
export const trueCompanies = (count: number, random: Random): TrueCompany[] => {
  const names = stems.flatMap((stem) =>
    fields.map(({ word, industry }) => ({ name: `${stem} ${word}`, industry })),
  );
  const order = names.map((each) => ({ ...each, at: random.next() })).sort((one, other) => one.at - other.at);
  return order.slice(0, count).map(({ name, industry }, at) => {
    const country = random.chance(0.55) ? countries[0] : random.pick(countries);
    const employees = Math.round(10 ** (1 + 3 * random.next()));
    return {
      number: at + 1,
      name,
      industry,
      country,
      employees,
      legalForm: random.pick(country.legalForms),
      domain: `${plain(name)}.example`,
      street: `${random.int(1, 320)} ${random.pick(streets)}`,
      city: random.pick(country.cities),
      phone: phoneOf(country, random),
      revenue: employees * random.int(90, 380) * 1000,
      founded: random.int(1952, 2021),
      sources: sourcesOf(random),
    };
  });
};

/**
 * One to three people per company; each is known in most of the sources that know the company. No two people of a company have
 * one name, for they would have one e-mail address, too.
 */
export const truePeople = (companies: readonly TrueCompany[], random: Random): TruePerson[] => {
  const taken = new Set<string>();
  return companies
    .flatMap((company) => Array.from({ length: random.int(1, 3) }, () => company))
    .map((company, at) => {
      const [firstName, nickname] = random.pick(firstNames);
      const names = [...lastNames.slice(lastNames.indexOf(random.pick(lastNames))), ...lastNames];
      const nameOf = (last: string): string => `${company.number} ${firstName} ${last}`;
      const lastName = names.find((last) => !taken.has(nameOf(last))) ?? lastNames[0];
      taken.add(nameOf(lastName));
      const known = company.sources.filter(() => random.chance(0.75));
      return {
        number: at + 1,
        company,
        firstName,
        nickname,
        lastName,
        email: `${plain(firstName)}.${plain(lastName)}@${company.domain}`,
        phone: phoneOf(company.country, random),
        title: random.pick(titles),
        department: random.pick(departments),
        sources: known.length === 0 ? company.sources.slice(0, 1) : known,
      };
    });
};
