import type { Cell } from '../../domain/json.ts';

const isoUtc = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/**
 * A record's source version as text that sorts in time order: a UTC time with nine digits of fraction. Null for anything
 * else: only times are compared, since an older one proves a stale read.
 */
export const sourceVersion = (value: Cell): string | null => {
  const match = typeof value === 'string' ? isoUtc.exec(value) : null;
  return match === null ? null : `${match[1] ?? ''}.${(match[2] ?? '').padEnd(9, '0')}Z`;
};
