/** How people write what is right: other spellings, forms and gaps, each with its own habit per source. */
import type { Random } from './random.ts';
import type { TrueCompany, TruePerson } from './truth.ts';

/** Two neighbouring letters inside the first word change places. */
const withTypo = (text: string, random: Random): string => {
  const at = random.int(1, Math.max(1, Math.min(4, text.length - 3)));
  return `${text.slice(0, at)}${text[at + 1] ?? ''}${text[at] ?? ''}${text.slice(at + 2)}`;
};

export const spelledName = ({ name, legalForm: [short, long] }: TrueCompany, random: Random): string => {
  const draw = random.int(0, 19);
  if (draw < 7) return `${name} ${short}`;
  if (draw < 11) return name;
  if (draw < 13) return `${name}, ${short}`;
  if (draw < 15) return `${name} ${long}`;
  if (draw < 16) return name.toUpperCase();
  if (draw < 17) return ` ${name}  ${short}`;
  if (draw < 18) return name.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return `${withTypo(name, random)} ${short}`;
};

export const spelledPhone = (
  phone: string,
  { country: { prefix, trunk, code } }: Pick<TrueCompany, 'country'>,
  random: Random,
): string => {
  const [area = '', ...rest] = phone.split(' ');
  switch (random.int(0, 4)) {
    case 0:
      return `${prefix} ${phone}`;
    case 1:
      return `${prefix}${phone.replaceAll(' ', '')}`;
    case 2:
      return code === 'US' ? `(${area}) ${rest.join('-')}` : `${trunk}${phone}`;
    case 3:
      return code === 'US' ? [area, ...rest].join('.') : `00${prefix.slice(1)} ${phone}`;
    default:
      return `${trunk}${area}-${rest.join('')}`;
  }
};

/** Half of the sources' people go by their nickname; some e-mail addresses are shouted. */
export const spelledPerson = (
  person: TruePerson,
  random: Random,
): { readonly first: string; readonly last: string; readonly email: string | null } => {
  const first = random.chance(0.3) ? person.nickname : person.firstName;
  const draw = random.next();
  const email = draw < 0.1 ? null : draw < 0.16 ? person.email.toUpperCase() : person.email;
  return { first, last: random.chance(0.03) ? withTypo(person.lastName, random) : person.lastName, email };
};

export const orGap = <T>(value: T, probability: number, random: Random): T | null =>
  random.chance(probability) ? null : value;
