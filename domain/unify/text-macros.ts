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
  `au_absent(x) AS x IN ('', 'null', 'none', 'n/a', 'nan', '-', '--', '?', 'unknown', 'undefined', 'tbd')`,
  `au_clean(x) AS CASE WHEN strlen(x) >= 12 THEN trim(x) WHEN au_absent(lower(trim(x))) THEN NULL ELSE trim(x) END`,
  // Most values are plain words already; looking is much cheaper than replacing.
  `au_plain(x) AS CASE WHEN strlen(x) = length(x) THEN lower(x) ELSE lower(strip_accents(x)) END`,
  `au_parted(x) AS nullif(trim(regexp_replace(regexp_replace(replace(replace(replace(x, '''', ''), '’', ''), '\`', ''), '\\b([a-z])\\.', '\\1', 'g'), '[^a-z0-9]+', ' ', 'g')), '')`,
  `au_tidy(x) AS CASE WHEN regexp_matches(x, '[^a-z0-9]') THEN au_parted(x) ELSE nullif(x, '') END`,
  // Letters and digits of lower case; apostrophes go, initials are joined (A.B.C. is abc), all else parts words.
  `au_words(x) AS au_tidy(au_plain(x))`,
  `au_person(x) AS coalesce(nullif(trim(regexp_replace(au_words(x), '^((${anyOf(titleWords)}) )+', '')), ''), au_words(x))`,
  `au_company(x) AS regexp_replace(au_words(replace(replace(x, '&', ' and '), '(sample)', '')), '^the ', '')`,
  `au_core(x) AS coalesce(nullif(trim(regexp_replace(regexp_replace(x, '^((${anyOf(leadingForms)}) )+', ''), '( (${anyOf(legalForms)}))+$', '')), ''), x)`,
  `au_domain(x) AS nullif(regexp_extract(lower(x), '^(?:[a-z][a-z0-9+.-]*://)?(?:[^/?#]*@)?(?:www\\d?\\.)?([^/?#:\\s]+\\.[^/?#:\\s.]{2,})', 1), '')`,
  `au_mail(x) AS CASE WHEN NOT regexp_matches(x, '[\\s<>]') AND x LIKE '%_@_%' THEN lower(x) WHEN x LIKE '%_@_%' THEN nullif(regexp_extract(lower(x), '([^\\s<>@]+@[^\\s<>@]+)', 1), '') END`,
  `au_own_domain(x) AS CASE WHEN x IS NOT NULL AND NOT list_contains(${list(mailProviders)}, x) THEN x END`,
  `au_digits(x) AS regexp_replace(x, '[^0-9]', '', 'g')`,
  // A number x with the digits d, without the code of its country.
  `au_national(x, d) AS CASE WHEN length(d) < 6 THEN NULL WHEN ltrim(x) LIKE '+%' OR ltrim(x) LIKE '00%' THEN regexp_replace(d, '^(00)?(${anyOf(callingCodes)})0*', '') WHEN length(d) = 11 AND d LIKE '1%' THEN substr(d, 2) ELSE ltrim(d, '0') END`,
  // The digits of a telephone number without its extension.
  `au_dialled(x) AS au_digits(CASE WHEN regexp_matches(x, '[a-zA-Z;#]') THEN regexp_replace(lower(x), '(;|ext|x|#).*$', '') ELSE x END)`,
  `au_street(x) AS nullif(trim(regexp_replace(regexp_replace(au_words(x), '\\b(${anyOf(streetWords)})\\b', ' ', 'g'), ' +', ' ', 'g')), '')`,
  // Eight digits, year first; a text that is no date keeps its digits, so that a mistyped day can still be compared.
  `au_date(x) AS CASE WHEN x ~ '^\\d{4}-\\d{2}-\\d{2}' THEN replace(left(x, 10), '-', '') WHEN x ~ '^\\d{8}$' THEN x ELSE strftime(try_strptime(x, ['%d.%m.%Y', '%d/%m/%Y', '%m/%d/%Y', '%d-%m-%Y', '%Y/%m/%d', '%d %B %Y', '%B %d, %Y', '%d %b %Y']), '%Y%m%d') END`,
  `au_number(x) AS try_cast(regexp_replace(x, '[^0-9.eE+-]', '', 'g') AS DOUBLE)`,
  `au_near(x, y, share) AS abs(x - y) <= share * greatest(abs(x), abs(y))`,
  // One letter wrong, lost, added or swapped with its neighbour, in words long enough for that to be chance.
  `au_typo(x, y) AS length(x) >= 4 AND length(y) >= 4 AND abs(length(x) - length(y)) <= 1 AND jaro_winkler_similarity(x, y) >= 0.75 AND damerau_levenshtein(x, y) <= 1`,
  // Of two dates of eight digits: one differs, or two neighbours changed places.
  `au_digit_apart(x, y) AS hamming(x, y) <= 1 OR (hamming(x, y) = 2 AND damerau_levenshtein(x, y) <= 1)`,
  // The edit distance is some twenty times as slow as Jaro and Winkler's similarity, which is asked first.
  `au_edits(x, y, most) AS abs(length(x) - length(y)) <= most AND jaro_winkler_similarity(x, y) >= 0.8 AND damerau_levenshtein(x, y) <= most`,
];
