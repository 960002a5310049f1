import type { HardLinks } from './cluster.ts';

/** A person's decision about records, by their keys. Later decisions win over earlier ones on the same pair. */
export type Constraint =
  | { readonly kind: 'merge'; readonly records: readonly string[] }
  /** Each group stays apart from every other. */
  | { readonly kind: 'split'; readonly groups: readonly (readonly string[])[] }
  /** The record belongs to this golden record. */
  | { readonly kind: 'pin'; readonly record: string; readonly golden: string };

type Verdict = 'together' | 'apart';

/**
 * The decisions as pairs of record numbers; records that are no more are passed over. All records pinned to one golden
 * record belong together, those pinned to different ones apart.
 */
export function hardLinks(
  constraints: readonly Constraint[],
  numberOfKey: (key: string) => number | undefined,
): HardLinks {
  const verdicts = new Map<string, Verdict>();
  const decide = (a: string, b: string, verdict: Verdict): void => {
    const [x, y] = [numberOfKey(a), numberOfKey(b)];
    if (x !== undefined && y !== undefined && x !== y)
      verdicts.set(`${Math.min(x, y)} ${Math.max(x, y)}`, verdict);
  };
  const pins = new Map<string, string>();
  for (const constraint of constraints) {
    if (constraint.kind === 'merge') {
      for (const [index, a] of constraint.records.entries())
        for (const b of constraint.records.slice(index + 1)) decide(a, b, 'together');
    } else if (constraint.kind === 'split') {
      for (const [index, group] of constraint.groups.entries())
        for (const a of group)
          for (const other of constraint.groups.slice(index + 1))
            for (const b of other) decide(a, b, 'apart');
    } else {
      for (const [other, golden] of pins)
        decide(other, constraint.record, golden === constraint.golden ? 'together' : 'apart');
      pins.set(constraint.record, constraint.golden);
    }
  }
  const pairs = (wanted: Verdict): (readonly [number, number])[] =>
    [...verdicts]
      .filter(([, verdict]) => verdict === wanted)
      .map(([pair]): readonly [number, number] => {
        const [a = 0, b = 0] = pair.split(' ').map(Number);
        return [a, b];
      })
      .sort((x, y) => x[0] - y[0] || x[1] - y[1]);
  return { together: pairs('together'), apart: pairs('apart') };
}
