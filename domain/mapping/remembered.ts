import type { Refusal } from '../canonical/refusal.ts';
import type { Json } from '../json.ts';

const generation = 8_192;

/**
 * Remembers the results of a pure, slow function of a text. Two generations of at most 8,192 entries: what was used since
 * the last turn survives it, so that a large set of values does not empty the memory at once.
 */
export const remembered = (compute: (text: string) => Json | Refusal): ((text: string) => Json | Refusal) => {
  let young = new Map<string, Json | Refusal>();
  let old = new Map<string, Json | Refusal>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const result = old.get(text) ?? compute(text);
    if (young.size >= generation) {
      old = young;
      young = new Map();
    }
    young.set(text, result);
    return result;
  };
};
