import type { MeaningChange } from './meaning.ts';

/** Whether a field's values can be followed through fields that are known back to it. */
const isRing = (origins: ReadonlyMap<string, string>, start: string): boolean => {
  const seen = new Set<string>();
  let name: string | undefined = start;
  while (name !== undefined && !seen.has(name)) {
    seen.add(name);
    name = origins.get(name);
  }
  return name === start;
};

/**
 * Swaps that records have shown, told by what each field held when all was right: one that came after others moves on what
 * those had moved. Fields that are back where they belong are left out.
 */
export const movedOn = (
  open: readonly MeaningChange[],
  records: readonly MeaningChange[],
): readonly MeaningChange[] => {
  const swaps = records.filter(({ kind }) => kind === 'swap');
  const moved = new Set(swaps.map(({ field }) => field));
  const origins = new Map(
    open.filter(({ kind }) => kind === 'swap').map(({ field, becomes }) => [field, becomes]),
  );
  const originOf = ({ field, becomes }: MeaningChange): string => {
    const known = origins.get(becomes);
    if (known !== undefined) return known;
    // A field that no mapping reads may have been part of the former ring, whose way back leads through it.
    const isOwn = !origins.has(field) || moved.has(becomes) || isRing(origins, field);
    return isOwn ? becomes : field;
  };
  return swaps.flatMap((change): MeaningChange[] => {
    const origin = originOf(change);
    if (origin === change.field) return [];
    if (origin === change.becomes) return [change];
    const evidence = [...change.evidence, `${change.becomes} held what ${origin} held before`];
    return [{ ...change, becomes: origin, evidence }];
  });
};
