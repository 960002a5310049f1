import { createHash } from 'node:crypto';

/**
 * SHA-256 over a canonical JSON text (members in code unit order, RFC 8785 in spirit), so that two spellings of the same
 * value count as the same. Depth is bounded by the body parser.
 */
export const digestOf = (value: unknown): Buffer => createHash('sha256').update(canonical(value)).digest();

const canonical = (value: unknown): string => {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
};
