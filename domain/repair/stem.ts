const vowel = /[aeiouy]/u;

/** `organisation` and `organization`, `colour` and `color`, `centre` and `center` are one word. */
const american = (word: string): string =>
  word
    .replace(/isation/u, 'ization')
    .replace(/(col|fav|hon|lab|behavi)our/u, '$1or')
    .replace(/^(cent|met|lit)re(s?)$/u, '$1er$2')
    .replace(/^licence/u, 'license')
    .replace(/^catalogue/u, 'catalog')
    .replace(/^cancell/u, 'cancel');

function singular(word: string): string {
  if (word.length <= 3) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/u.test(word)) return word.slice(0, -2);
  return /[^sui]s$/u.test(word) ? word.slice(0, -1) : word;
}

function withoutEnding(word: string, ending: string): string {
  const rest = word.slice(0, -ending.length);
  if (!word.endsWith(ending) || rest.length < 3 || !vowel.test(rest) || rest.endsWith('e')) return word;
  return /([bdgmnprt])\1$/u.test(rest) ? rest.slice(0, -1) : rest;
}

const cache = new Map<string, string>();
const cacheLimit = 20_000;

function cutStem(word: string): string {
  const base = singular(american(word));
  const verb = withoutEnding(base, 'ing');
  const root = verb === base ? withoutEnding(base, 'ed') : verb;
  return root.length > 3 && root.endsWith('e') ? root.slice(0, -1) : root;
}

/**
 * A light English stem: British spelling, plural, `-ed`, `-ing` and the final `e` folded. Shorter than Porter's on
 * purpose: field names are short, and cutting deeper makes strangers alike. Remembers what it cut.
 */
export function stem(word: string): string {
  const known = cache.get(word);
  if (known !== undefined) return known;
  const root = cutStem(word);
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(word, root);
  return root;
}
