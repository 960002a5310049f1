/** Kinds of tickets about what a read brought: no shape has changed, so no mapping can answer them. */
const readingKinds = ['mass_deletion', 'quarantine_overflow'] as const;
export type ReadingKind = (typeof readingKinds)[number];

export const isReadingKind = (kind: string): kind is ReadingKind =>
  (readingKinds as readonly string[]).includes(kind);

/** What such a ticket is about, in half a sentence; undefined where its detail does not say. */
export const readingWords = (
  kind: ReadingKind,
  detail: Readonly<Record<string, unknown>>,
): string | undefined => {
  const { missing, live, reasons } = detail;
  if (kind === 'mass_deletion' && typeof missing === 'number' && typeof live === 'number')
    return `${missing} of ${live} records are missing in the source; none is deleted unless somebody accepts it`;
  const [reason] = Array.isArray(reasons) ? (reasons as readonly unknown[]) : [];
  if (kind === 'quarantine_overflow' && typeof reason === 'string')
    return `too many of its records are bad, so it is stopped (${reason})`;
  return undefined;
};

const detailOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** What a ticket says of reads, one sentence each: what it is about itself, and what has come to a ticket of the object's shape. */
export const readingNotes = (kind: string, detail: Readonly<Record<string, unknown>>): string[] =>
  readingKinds
    .flatMap((reading) => {
      if (reading === kind) return readingWords(reading, detail) ?? [];
      return reading in detail ? (readingWords(reading, detailOf(detail[reading])) ?? []) : [];
    })
    .map((words) => words.charAt(0).toUpperCase() + words.slice(1));

/** More missing records than both of these are taken for a broken source, not for deletions. */
const sweepLimit = { share: 0.2, records: 50 };

/**
 * Whether so many missing records of the live ones make the source itself doubtful. What a person has accepted as deleted
 * does not count: only the rest is measured.
 */
export const isMassDeletion = ({
  missing,
  live,
  accepted,
}: {
  readonly missing: number;
  readonly live: number;
  readonly accepted: number;
}): boolean => {
  const rest = missing - accepted;
  return rest > 0 && (missing === live || (rest > live * sweepLimit.share && rest > sweepLimit.records));
};
