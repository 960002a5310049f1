import { getCountries, getCountryCallingCode } from 'libphonenumber-js';
import { legalForms, leadingForms, mailProviders, streetWords, titleWords } from './lexicon.ts';

const callingCodes = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))].sort();
const anyOf = (words: readonly string[]): string => words.join('|');
const list = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`;

/**
 * SQL macros that write a value in one way. They take and give texts; what cannot be read is null.
 * Calling codes are those of libphonenumber; no code begins another, so a number with one can be cut at it.
 */
export const textMacros: readonly string[] = [
  // Words that people and programs write where there is no value.
  `au_absent(x) AS regexp_full_match(x, '(?i)(?:null|none|n/a|nan|-|--|\\?|unknown|undefined|tbd)?')`,
  `au_clean(x) AS CASE WHEN strlen(x) >= 12 THEN trim(x) WHEN au_absent(trim(x)) THEN NULL ELSE trim(x) END`,
  `au_plain(x) AS lower(strip_accents(x))`,
  `au_parted(x) AS nullif(trim(regexp_replace(regexp_replace(replace(replace(replace(x, '''', ''), '’', ''), '\`', ''), '\\b([a-z])\\.', '\\1', 'g'), '[^a-z0-9]+', ' ', 'g')), '')`,
  // Letters and digits of a plain text; apostrophes go, initials are joined (A.B.C. is abc), all else parts words. Most texts
  // are such words already; looking is much cheaper than replacing.
  `au_tidy(x) AS CASE WHEN regexp_full_match(x, '[a-z0-9]+(?: [a-z0-9]+)*') THEN x ELSE au_parted(x) END`,
  // Words without the titles, or the legal forms, at their ends; empty where there is nothing else.
  `au_untitled(x) AS CASE WHEN contains(x, ' ') THEN trim(regexp_replace(x, '^((${anyOf(titleWords)}) )+', '')) ELSE x END`,
  `au_bare(x) AS CASE WHEN contains(x, ' ') THEN trim(regexp_replace(regexp_replace(x, '^((${anyOf(leadingForms)}) )+', ''), '( (${anyOf(legalForms)}))+$', '')) ELSE x END`,
  `au_domain(x) AS nullif(regexp_extract(lower(x), '^(?:[a-z][a-z0-9+.-]*://)?(?:[^/?#]*@)?(?:www\\d?\\.)?([^/?#:\\s]+\\.[^/?#:\\s.]{2,})', 1), '')`,
  `au_mail(x) AS CASE WHEN NOT regexp_matches(x, '[\\s<>]') AND x LIKE '%_@_%' THEN lower(x) WHEN x LIKE '%_@_%' THEN nullif(regexp_extract(lower(x), '([^\\s<>@]+@[^\\s<>@]+)', 1), '') END`,
  `au_own_domain(x) AS CASE WHEN x IS NOT NULL AND NOT list_contains(${list(mailProviders)}, x) THEN x END`,
  `au_digits(x) AS CASE WHEN regexp_full_match(x, '[0-9]*') THEN x ELSE regexp_replace(x, '[^0-9]+', '', 'g') END`,
  // A number x with the digits d, without the code of its country.
  `au_national(x, d) AS CASE WHEN length(d) < 6 THEN NULL WHEN ltrim(x) LIKE '+%' OR ltrim(x) LIKE '00%' THEN regexp_replace(d, '^(00)?(${anyOf(callingCodes)})0*', '') WHEN length(d) = 11 AND d LIKE '1%' THEN substr(d, 2) ELSE ltrim(d, '0') END`,
  // The digits of a telephone number without its extension.
  `au_dialled(x) AS au_digits(CASE WHEN regexp_matches(x, '[a-zA-Z;#]') THEN regexp_replace(lower(x), '(;|ext|x|#).*$', '') ELSE x END)`,
  `au_no_kinds(x) AS trim(regexp_replace(x, '\\b(${anyOf(streetWords)})\\b', ' ', 'g'))`,
  `au_spaced(x) AS CASE WHEN x = '' THEN NULL WHEN contains(x, '  ') THEN regexp_replace(x, ' +', ' ', 'g') ELSE x END`,
  // Eight digits, year first; a text that is no date keeps its digits, so that a mistyped day can still be compared.
  `au_date(x) AS CASE WHEN x ~ '^\\d{4}-\\d{2}-\\d{2}' THEN replace(left(x, 10), '-', '') WHEN x ~ '^\\d{8}$' THEN x ELSE strftime(try_strptime(x, ['%d.%m.%Y', '%d/%m/%Y', '%m/%d/%Y', '%d-%m-%Y', '%Y/%m/%d', '%d %B %Y', '%B %d, %Y', '%d %b %Y']), '%Y%m%d') END`,
  `au_number(x) AS try_cast(regexp_replace(x, '[^0-9.eE+-]', '', 'g') AS DOUBLE)`,
  `au_near(x, y, share) AS abs(x - y) <= share * greatest(abs(x), abs(y))`,
  // Of two texts of one length: one letter differs, or two neighbours changed places.
  `au_digit_apart(x, y) AS CASE WHEN hamming(x, y) > 2 THEN false WHEN hamming(x, y) < 2 THEN true ELSE damerau_levenshtein(x, y) <= 1 END`,
  // One letter wrong, lost, added or swapped with its neighbour, in words of ASCII long enough for that to be chance. The
  // Damerau distance is slow and is asked only where two letters differ, which may have changed places.
  `au_typo(x, y) AS CASE WHEN strlen(x) < 4 OR strlen(y) < 4 OR abs(strlen(x) - strlen(y)) > 1 THEN false WHEN strlen(x) <> strlen(y) THEN levenshtein(x, y) <= 1 ELSE au_digit_apart(x, y) END`,
  `au_like(x, y, least) AS jaro_winkler_similarity(x, y, least) >= least`,
  // The cheap measures are asked first; an exchange of neighbours is two edits to Levenshtein and one to Damerau.
  `au_edits(x, y, most) AS CASE WHEN abs(length(x) - length(y)) > most THEN false WHEN NOT au_like(x, y, 0.8) THEN false WHEN levenshtein(x, y) <= most THEN true WHEN levenshtein(x, y) > 2 * most THEN false ELSE damerau_levenshtein(x, y) <= most END`,
];
