import { Refusal, shown } from '../../canonical/refusal.ts';
import { countryTable } from './country-table.ts';

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\b(?:the|of|and)\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim();

const codes = new Map<string, string>();
for (const line of countryTable.trim().split('\n')) {
  const names = line.split('|');
  for (const name of names) codes.set(folded(name), names[0] ?? '');
}

// A code as it should be needs no folding; no folded name is in capitals.
for (const code of new Set(codes.values())) codes.set(code, codes.get(folded(code)) ?? code);

/** ISO 3166-1 alpha-2 code of a code, name, other name or known misspelling; null when there is none. */
export const countryCode = (text: string): string | null =>
  codes.get(text) ?? codes.get(folded(text)) ?? null;

/** As `countryCode`, with a reason instead of null. */
export const toCountry = (text: string): string | Refusal =>
  countryCode(text) ??
  new Refusal(
    'unknown_country',
    `${shown(text)} is no country of ISO 3166-1; correct the source or map it by enum`,
  );
