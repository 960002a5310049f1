import type { MeaningChange } from './meaning.ts';

/** The factor that turns values back, as a decimal text; null where no finite decimal does. */
const turnedBack = (becomes: string): string | null => {
  const factor = Number(becomes.slice(1));
  if (becomes.startsWith('÷')) return String(factor);
  const places = Math.log10(factor);
  return Number.isInteger(places) ? (1 / factor).toFixed(places) : null;
};

const unitCure = (becomes: string): string => {
  const by = turnedBack(becomes);
  const how =
    by === null
      ? `a view in the source that turns the values back (${becomes}), since no exact scale does`
      : `a mapping version with the step scale: ${by}`;
  return `if it was meant: ${how}, once every record was read in the new unit, for it turns those read before as well`;
};

const cures: Readonly<Record<MeaningChange['kind'], (becomes: string) => string>> = {
  unit: unitCure,
  date_format: (becomes) =>
    `if it was meant: a mapping version whose date step names the new form (${becomes}) behind the former one; forms that can be read both ways, such as day and month turned round, need a view in the source`,
  enum_values: () =>
    'if new words stand for former ones: a mapping version whose enum table gives them the same values; if they are new, accept',
  null_rate: () => 'no rule gives back what the source does not say: mend the source, or accept',
  swap: (becomes) =>
    `if it was meant: a mapping version that reads the one where it read the other (${becomes}), once every record was read anew; if not, put them back in the source`,
  key_reuse: () =>
    'no rule can tell whose record it is: give reused keys anew in the source, or read the object by another key',
};

/** A change of meaning as its ticket tells it. */
export interface ToldChange extends MeaningChange {
  /** What a person can do about it, in a sentence without its end; a source put back closes the ticket by itself. */
  readonly cure: string;
}

export const withCure = (change: MeaningChange): ToldChange => ({
  ...change,
  cure: cures[change.kind](change.becomes),
});
