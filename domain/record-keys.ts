/** A stream's name inside record keys: `/` separates their parts, so it is escaped, and `%` with it. */
export const streamName = (object: string): string => object.replaceAll('%', '%25').replaceAll('/', '%2F');

/** What all record keys of a stream begin with: connection slug / stream name /. */
export const recordKeyPrefix = (slug: string, stream: string): string => `${slug}/${stream}/`;

/** The first key after all keys with the prefix, by code unit: `0` follows `/`. */
export const afterPrefix = (prefix: string): string => `${prefix.slice(0, -1)}0`;
