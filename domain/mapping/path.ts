/**
 * Source paths: `a.b` (a field of an object), `a[0].b` (one element), `a[].b` (the field of every element, as a list).
 * Names with dots, brackets or quotes stand in double quotes: `"a.b".c`; within them `\"` and `\\` stand for themselves.
 */

/** A name, an index, or `null` for every element of an array. */
export type Segment = string | number | null;

const token = /(?:^|\.)(?:"((?:[^"\\]|\\["\\])*)"|([^."[\]]+))|\[(\d{0,9})\]/y;

/** The segments of a path, or null when it cannot be read as one. */
export const readPath = (text: string): readonly Segment[] | null => {
  const segments: Segment[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (match === null || (start === 0 && match[3] !== undefined)) return null;
    const [, quoted, plain, index] = match;
    if (index !== undefined) segments.push(index === '' ? null : Number(index));
    else segments.push(plain ?? (quoted ?? '').replace(/\\(["\\])/g, '$1'));
  }
  return segments.length === 0 ? null : segments;
};

const plainName = /^[^."[\]]+$/;

const renderName = (name: string): string =>
  plainName.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;

/** The text of a path; `readPath` gives the same segments back. */
export const pathText = (segments: readonly Segment[]): string => {
  let text = '';
  for (const segment of segments) {
    if (segment === null) text += '[]';
    else if (typeof segment === 'number') text += `[${segment}]`;
    else text += (text === '' ? '' : '.') + renderName(segment);
  }
  return text;
};

/** The path of a top-level column, whatever its name holds. */
export const columnPath = (column: string): string => renderName(column);

/** The segments of a path for columns that are known: a column of exactly that name wins over the path's syntax. */
export const resolvePath = (text: string, columns: ReadonlySet<string>): readonly Segment[] => {
  if (columns.has(text)) return [text];
  return readPath(text) ?? [text];
};

const covers = (lost: Segment, wanted: Segment): boolean =>
  lost === wanted || (lost === null && typeof wanted === 'number');

/** True where `lost` is the path itself or one of its parents, so that the path can no longer be read. */
export const isLostBy = (path: readonly Segment[], lost: readonly Segment[]): boolean => {
  const whole = lost.at(-1) === null ? lost.slice(0, -1) : lost;
  return whole.length <= path.length && whole.every((segment, at) => covers(segment, path[at] ?? null));
};
