/** Repeatable randomness: equal seeds give equal sequences on every machine. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number, both ends included. */
  readonly int: (least: number, most: number) => number;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
  readonly chance: (probability: number) => boolean;
}

/** Four words from a text, by FNV-1a with four offsets. */
const wordsOf = (seed: string): [number, number, number, number] => {
  const hash = (offset: number): number => {
    let value = (0x811c9dc5 ^ offset) >>> 0;
    for (const sign of seed) value = Math.imul(value ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return value;
  };
  return [hash(1), hash(0x9e3779b9), hash(0x85ebca6b), hash(0xc2b2ae35)];
};

/** sfc32, the small fast counter generator of PractRand. */
export const createRandom = (seed: string): Random => {
  let [a, b, c, d] = wordsOf(seed);
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 16; round += 1) next();
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    int,
    pick: (list) => list[int(0, list.length - 1)] ?? list[0],
    chance: (probability) => next() < probability,
  };
};
