/** How many blocks of one size a rule makes. */
export interface BlockSizes {
  readonly rule: number;
  readonly size: number;
  readonly blocks: number;
}

const pairsOf = (size: number): number => (size * (size - 1)) / 2;

/** Pairs that may be compared, for so many records. */
export const pairBudget = (records: number): number => Math.max(500_000, 3 * records);

/**
 * The largest block that each rule may bring in, so that all rules together stay within the budget of pairs: every rule
 * has an equal share, and what a rule leaves over falls to those that come after it with more.
 *
 * @returns largest size per rule; a rule without blocks has no limit
 */
export function blockLimits(sizes: readonly BlockSizes[], rules: number, budget: number): number[] {
  const byRule = Array.from({ length: rules }, (_, rule) =>
    sizes.filter((each) => each.rule === rule).sort((a, b) => a.size - b.size),
  );
  const wanted = byRule.map((list) =>
    list.reduce((sum, { size, blocks }) => sum + blocks * pairsOf(size), 0),
  );
  const order = [...wanted.keys()].sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const limits = wanted.map(() => Infinity);
  let left = budget;
  for (const [done, rule] of order.entries()) {
    const share = left / (rules - done);
    let used = 0;
    for (const { size, blocks } of byRule[rule] ?? []) {
      if (used + blocks * pairsOf(size) > share) {
        limits[rule] = size - 1;
        break;
      }
      used += blocks * pairsOf(size);
    }
    left -= used;
  }
  return limits;
}
