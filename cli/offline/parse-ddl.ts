import { fieldTypeOf } from '../../domain/schema/type-words.ts';
import type { SourceField, SourceObject } from '../../domain/schema/types.ts';

/** Words of SQL: quoted identifiers and texts whole, the rest word by word, punctuation alone; comments left out. */
const word =
  /--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|'(?:[^']|'')*'|[\p{L}\p{N}_$]+|[^\s]/gu;

const isComment = (token: string): boolean => token.startsWith('--') || token.startsWith('/*');

const tokensOf = (sql: string): string[] => (sql.match(word) ?? []).filter((token) => !isComment(token));

const unquoted = (token: string): string => {
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"');
  return token.startsWith('`') || token.startsWith('[') ? token.slice(1, -1) : token;
};

const isWord = (token: string | undefined, ...words: string[]): boolean =>
  token !== undefined && words.includes(token.toUpperCase());

/** Cuts a list of tokens at the commas that stand in no bracket. */
function atCommas(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** The tokens inside the bracket that opens at a place, and where it closes. */
function bracketed(tokens: readonly string[], open: number): { inside: string[]; end: number } {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at] === '(') depth += 1;
    if (tokens[at] === ')') depth -= 1;
    if (depth === 0) return { inside: tokens.slice(open + 1, at), end: at };
  }
  return { inside: tokens.slice(open + 1), end: tokens.length };
}

const constraintWords = [
  'CONSTRAINT',
  'PRIMARY',
  'FOREIGN',
  'UNIQUE',
  'CHECK',
  'KEY',
  'INDEX',
  'EXCLUDE',
  'FULLTEXT',
  'LIKE',
];
const typeEnds = [
  'NOT',
  'NULL',
  'DEFAULT',
  'PRIMARY',
  'UNIQUE',
  'REFERENCES',
  'CHECK',
  'COLLATE',
  'CONSTRAINT',
  'GENERATED',
  'COMMENT',
  'AUTO_INCREMENT',
  'IDENTITY',
  'ON',
];

/** Columns of `PRIMARY KEY (…)` anywhere in the tokens. */
function keyOf(tokens: readonly string[]): string[] {
  const at = tokens.findIndex((token, index) => isWord(token, 'PRIMARY') && isWord(tokens[index + 1], 'KEY'));
  const open = at < 0 ? -1 : tokens.indexOf('(', at);
  if (open < 0 || open > at + 4) return [];
  return atCommas(bracketed(tokens, open).inside).map((part) => unquoted(part[0] ?? ''));
}

const isPrimary = (tokens: readonly string[]): boolean =>
  tokens.some((token, index) => isWord(token, 'PRIMARY') && isWord(tokens[index + 1], 'KEY'));

function columnOf(tokens: readonly string[]): SourceField {
  const rest = tokens.slice(1);
  const end = rest.findIndex((token) => isWord(token, ...typeEnds));
  const words = end < 0 ? rest : rest.slice(0, end);
  const nativeType = words.join(' ').replace(/ ?([(),[\]]) ?/gu, '$1');
  const notNull = rest.some((token, index) => isWord(token, 'NOT') && isWord(rest[index + 1], 'NULL'));
  const zoned = /time zone|timestamptz|datetimeoffset/iu.test(nativeType) && !/without/iu.test(nativeType);
  return {
    name: unquoted(tokens[0] ?? ''),
    type: fieldTypeOf(nativeType),
    nullable: !notNull && !isPrimary(rest),
    nativeType,
    ...(zoned && { zoned }),
  };
}

function tableOf(name: string, body: readonly string[]): SourceObject {
  const parts = atCommas(body);
  const columns = parts.filter((part) => !isWord(part[0], ...constraintWords));
  const inline = columns.filter(isPrimary).map((part) => unquoted(part[0] ?? ''));
  const constraints = parts.filter((part) => isWord(part[0], ...constraintWords)).flatMap(keyOf);
  const fields = columns.map(columnOf);
  return {
    name,
    kind: 'table',
    fields,
    key: [...inline, ...constraints],
    changeFields: [],
    access: 'granted',
  };
}

/** Reads a possibly qualified name and answers its last part and the place behind it. */
function nameAt(tokens: readonly string[], start: number): { name: string; next: number } {
  let at = start;
  while (isWord(tokens[at], 'IF', 'NOT', 'EXISTS', 'ONLY')) at += 1;
  while (tokens[at + 1] === '.') at += 2;
  return { name: unquoted(tokens[at] ?? ''), next: at + 1 };
}

/**
 * The tables that `CREATE TABLE` statements make, with the keys that `ALTER TABLE … PRIMARY KEY` adds (as dumps write
 * them). Everything else in the file is passed over.
 */
export function parseDdl(sql: string): SourceObject[] {
  const tokens = tokensOf(sql);
  const tables = new Map<string, SourceObject>();
  for (let at = 0; at < tokens.length; at += 1) {
    if (!isWord(tokens[at], 'TABLE')) continue;
    const { name, next } = nameAt(tokens, at + 1);
    const previous = tokens.slice(Math.max(0, at - 4), at);
    if (tokens[next] === '(' && previous.some((token) => isWord(token, 'CREATE'))) {
      const { inside, end } = bracketed(tokens, next);
      tables.set(name, tableOf(name, inside));
      at = end;
    } else if (isWord(tokens[at - 1], 'ALTER')) {
      const table = tables.get(name);
      const stop = tokens.indexOf(';', next);
      const key = keyOf(tokens.slice(next, stop < 0 ? tokens.length : stop));
      if (table !== undefined && key.length > 0) tables.set(name, { ...table, key });
    }
  }
  return [...tables.values()];
}
