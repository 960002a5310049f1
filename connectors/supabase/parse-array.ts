import type { Json } from '../../domain/json.ts';

/** Deeper than PostgreSQL's own limit of six dimensions. */
const deepest = 16;

/**
 * PostgreSQL's array text (`{1,NULL,"a \"b\"",{…}}`, also with bounds `[0:1]={…}`) as nested lists.
 * https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export const parseArray = (text: string, element: (item: string) => Json): Json => {
  const start = text.startsWith('[') ? text.indexOf('=') + 1 : 0;
  const open: Json[][] = [];
  let result: Json = text;
  let at = start;
  while (at < text.length) {
    const character = text[at];
    if (character === '{') {
      if (open.length === deepest) return text;
      open.push([]);
      at += 1;
    } else if (character === '}') {
      const done = open.pop() ?? [];
      const parent = open.at(-1);
      if (parent === undefined) result = done;
      else parent.push(done);
      at += 1;
    } else if (character === ',') {
      at += 1;
    } else {
      const [item, quotedItem, next] = character === '"' ? quotedAt(text, at) : bareAt(text, at);
      open.at(-1)?.push(!quotedItem && item === 'NULL' ? null : element(item));
      at = next;
    }
  }
  return result;
};

type Item = readonly [item: string, quoted: boolean, next: number];

const quotedAt = (text: string, start: number): Item => {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return [text.slice(start + 1, end).replace(/\\(.)/gs, '$1'), true, end + 1];
};

const bareAt = (text: string, start: number): Item => {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '}') end += 1;
  return [text.slice(start, end), false, end];
};
