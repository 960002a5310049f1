/**
 * The part of SOQL that the simulator understands; everything else is refused as MALFORMED_QUERY, never half-answered.
 * SELECT fields | COUNT() FROM object [WHERE …] [ORDER BY field [ASC|DESC] [NULLS FIRST|LAST], …] [LIMIT n] [OFFSET n]
 * with =, !=, <>, <, >, <=, >=, LIKE, IN, NOT IN, AND, OR, NOT and parentheses.
 */
import { SalesforceError } from './salesforce-error.ts';

export type Literal =
  | { readonly kind: 'string' | 'date' | 'datetime'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly value: null };

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN' | 'NOT IN';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: Operator;
      readonly literals: readonly Literal[];
    };

export interface OrderBy {
  readonly field: string;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

export interface SoqlQuery {
  /** Empty for COUNT(). */
  readonly fields: readonly string[];
  readonly object: string;
  readonly where: Condition | null;
  readonly orderBy: readonly OrderBy[];
  readonly limit: number | null;
  readonly offset: number;
}

interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'date' | 'datetime' | 'symbol' | 'end';
  readonly text: string;
}

const tokenPatterns: readonly [Token['kind'], RegExp][] = [
  ['string', /'(?:[^'\\]|\\.)*'/y],
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/y],
  ['date', /\d{4}-\d\d-\d\d/y],
  ['number', /[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_][A-Za-z0-9_.]*/y],
  ['symbol', /<=|>=|!=|<>|[(),=<>]/y],
];

const malformed = (why: string): SalesforceError => new SalesforceError(400, 'MALFORMED_QUERY', why);

const tokenAt = (text: string, at: number): Token => {
  for (const [kind, pattern] of tokenPatterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) return { kind, text: found[0] };
  }
  throw malformed(`line 1:${at} no viable alternative at character '${text[at] ?? ''}'`);
};

const tokenize = (text: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) return [...tokens, { kind: 'end', text: '<EOF>' }];
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
  }
};

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const unquote = (text: string): string =>
  text.slice(1, -1).replace(/\\(.)/gs, (_all, letter: string) => {
    const plain = escapes[letter.toLowerCase()];
    if (plain !== undefined) return plain;
    if (!['"', "'", '\\', '_', '%'].includes(letter)) throw malformed(`illegal escape sequence \\${letter}`);
    // LIKE needs to tell an escaped wildcard from a real one.
    return letter === '_' || letter === '%' ? `\\${letter}` : letter;
  });

/** A cursor over the tokens with the few moves that the grammar needs. */
class Tokens {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '<EOF>' };
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  is(...words: readonly string[]): boolean {
    return words.every((word, ahead) => this.#tokens[this.#at + ahead]?.text.toUpperCase() === word);
  }

  accept(...words: readonly string[]): boolean {
    if (!this.is(...words)) return false;
    this.#at += words.length;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.unexpected();
  }

  name(): string {
    const token = this.next();
    if (token.kind !== 'word') throw malformed(`unexpected token: '${token.text}'`);
    return token.text;
  }

  unexpected(): SalesforceError {
    return malformed(`unexpected token: '${this.peek().text}'`);
  }
}

const listOf = <T>(tokens: Tokens, item: () => T): T[] => {
  const items = [item()];
  while (tokens.accept(',')) items.push(item());
  return items;
};

const literal = (tokens: Tokens): Literal => {
  const { kind, text } = tokens.next();
  if (kind === 'string') return { kind, value: unquote(text) };
  if (kind === 'number') return { kind, value: Number(text) };
  if (kind === 'date' || kind === 'datetime') return { kind, value: text };
  const word = text.toLowerCase();
  if (word === 'null') return { kind: 'null', value: null };
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
  throw malformed(`unexpected token: '${text}'`);
};

const comparisons: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
  LIKE: 'LIKE',
};

const comparison = (tokens: Tokens): Condition => {
  const field = tokens.name();
  const negated = tokens.accept('NOT', 'IN');
  if (negated || tokens.accept('IN')) {
    tokens.expect('(');
    const literals = listOf(tokens, () => literal(tokens));
    tokens.expect(')');
    return { kind: 'compare', field, operator: negated ? 'NOT IN' : 'IN', literals };
  }
  const operator = comparisons[tokens.peek().text.toUpperCase()];
  if (operator === undefined) throw tokens.unexpected();
  tokens.next();
  return { kind: 'compare', field, operator, literals: [literal(tokens)] };
};

const term = (tokens: Tokens): Condition => {
  if (tokens.accept('NOT')) return { kind: 'not', part: term(tokens) };
  if (!tokens.accept('(')) return comparison(tokens);
  const inner = condition(tokens);
  tokens.expect(')');
  return inner;
};

/** As in Salesforce, AND and OR do not mix without parentheses. */
const condition = (tokens: Tokens): Condition => {
  const parts = [term(tokens)];
  const word = tokens.is('OR') ? 'OR' : 'AND';
  while (tokens.accept(word)) parts.push(term(tokens));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: word === 'OR' ? 'or' : 'and', parts };
};

const ordering = (tokens: Tokens): OrderBy => {
  const field = tokens.name();
  const descending = tokens.accept('DESC');
  if (!descending) tokens.accept('ASC');
  const nullsLast = tokens.accept('NULLS', 'LAST');
  if (!nullsLast) tokens.accept('NULLS', 'FIRST');
  return { field, descending, nullsLast };
};

const wholeNumber = (tokens: Tokens): number => {
  const { kind, text } = tokens.next();
  if (kind !== 'number' || !/^\d+$/.test(text)) throw malformed(`unexpected token: '${text}'`);
  return Number(text);
};

/** Parses one query; throws SalesforceError MALFORMED_QUERY for what is wrong or not supported here. */
export const parseSoql = (text: string): SoqlQuery => {
  const tokens = new Tokens(text);
  tokens.expect('SELECT');
  const counts = tokens.accept('COUNT', '(', ')');
  const fields = counts ? [] : listOf(tokens, () => tokens.name());
  tokens.expect('FROM');
  const object = tokens.name();
  const where = tokens.accept('WHERE') ? condition(tokens) : null;
  const orderBy = tokens.accept('ORDER', 'BY') ? listOf(tokens, () => ordering(tokens)) : [];
  const limit = tokens.accept('LIMIT') ? wholeNumber(tokens) : null;
  const offset = tokens.accept('OFFSET') ? wholeNumber(tokens) : 0;
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return { fields, object, where, orderBy, limit, offset };
};
