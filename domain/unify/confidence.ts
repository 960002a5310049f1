import type { ScoredPairs } from './cluster.ts';
import { probabilityOf } from './model.ts';

/**
 * How sure it is that each record is where it is: of a record with company, the probability at the mean evidence of its
 * pairs with the others of its group; of a record alone, that it is none of those it was compared with.
 */
export function confidences(labels: Int32Array, pairs: ScoredPairs, unseen: number): Float64Array {
  const size = new Int32Array(labels.length);
  for (const label of labels) size[label] = (size[label] ?? 0) + 1;
  const total = new Float64Array(labels.length);
  const seen = new Int32Array(labels.length);
  const strongest = new Float64Array(labels.length).fill(-Infinity);
  for (let p = 0; p < pairs.bits.length; p += 1) {
    const [l, r, bits] = [pairs.left[p] ?? 0, pairs.right[p] ?? 0, pairs.bits[p] ?? 0];
    const together = labels[l] === labels[r];
    for (const record of [l, r]) {
      if (together) {
        total[record] = (total[record] ?? 0) + bits;
        seen[record] = (seen[record] ?? 0) + 1;
      } else strongest[record] = Math.max(strongest[record] ?? -Infinity, bits);
    }
  }
  return Float64Array.from(labels, (label, record) => {
    const others = (size[label] ?? 1) - 1;
    if (others === 0) return 1 - probabilityOf(strongest[record] ?? -Infinity);
    return probabilityOf(((total[record] ?? 0) + (others - (seen[record] ?? 0)) * unseen) / others);
  });
}
