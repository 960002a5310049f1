/** Compares two texts by UTF-16 code unit: the same order on every machine, whatever its locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The distinct texts, sorted by code unit. */
export const sortedSet = <T extends string>(texts: Iterable<T>): T[] => [...new Set(texts)].sort(byCodeUnit);
