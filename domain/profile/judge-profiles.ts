import { differentRows } from './compare.ts';
import { findDateDrift } from './date-drift.ts';
import { findEnumDrift } from './enum-drift.ts';
import type { MeaningChange, MeaningKind } from './meaning.ts';
import { fewestValues, percent } from './meaning.ts';
import type { FieldProfile, ObjectProfile } from './profile.ts';
import { absentField, emptyRate, fieldOf } from './profile.ts';
import { findUnitDrift } from './unit-drift.ts';

export interface ProfileQuestion {
  readonly object: string;
  /** The rows that are known to be right. */
  readonly before: ObjectProfile;
  readonly now: ObjectProfile;
  /** Both hold rows of the same kind: all of the object, or what has changed lately. */
  readonly samePopulation: boolean;
  /** Whether `now` is one read of the whole object, in which each record stands once. */
  readonly whole: boolean;
  /** Source fields that the active mappings read. */
  readonly mapped: readonly string[];
  /** Fields whose values the source declares. */
  readonly declared: readonly string[];
  readonly key: readonly string[];
  readonly changeField: string | null;
}

const severityOf = {
  unit: 'breaking',
  date_format: 'breaking',
  key_reuse: 'breaking',
  swap: 'breaking',
  enum_values: 'risky',
  null_rate: 'risky',
} as const satisfies Record<MeaningKind, MeaningChange['severity']>;

/** The change as a ticket holds it. */
export const meaningChange = (
  object: string,
  field: string,
  kind: MeaningKind,
  found: Pick<MeaningChange, 'becomes' | 'by' | 'evidence'>,
): MeaningChange => ({ kind, severity: severityOf[kind], object, field, ...found });

type Found = Pick<MeaningChange, 'becomes' | 'evidence'> | null;

/** An object that has grown or shrunk by this factor is not the one that it was. */
export const otherSize = 4;

const emptied = { rise: 0.2, fromNothing: 0.005, toSome: 0.1 };
/** Standard errors that the rise must be worth. */
const surely = 5;

const findNullDrift = (
  before: FieldProfile,
  now: FieldProfile,
  records: { readonly before: number; readonly now: number },
): Found => {
  const was = emptyRate(before);
  const is = emptyRate(now);
  const rise = is - was;
  if (rise < emptied.rise && !(was <= emptied.fromNothing && is >= emptied.toSome)) return null;
  const pooled = (was * records.before + is * records.now) / (records.before + records.now);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / records.before + 1 / records.now));
  if (error === 0 || rise / error < surely) return null;
  return {
    becomes: 'emptier',
    evidence: [`${percent(is)} of the values are empty, before it were ${percent(was)}`],
  };
};

const repeats = { before: 0.01, now: 0.05, fewest: 5 };

const repeatedShare = ({ values }: FieldProfile): number =>
  values.length === 0 ? 0 : values.filter(([, count]) => count > 1).length / values.length;

/** A key that named one record each and names several now. */
const findRepeatedKeys = (before: FieldProfile, now: FieldProfile): Found => {
  const is = repeatedShare(now);
  const enough = now.values.length >= fewestValues && is * now.values.length >= repeats.fewest;
  if (!enough || repeatedShare(before) > repeats.before || is < repeats.now) return null;
  return {
    becomes: 'repeated',
    evidence: [
      `${percent(is)} of the keys stand in several rows of one read; before it were ${percent(repeatedShare(before))}`,
    ],
  };
};

/** What may be concluded of a field, from how the two samples were taken. */
interface Comparison {
  readonly records: { readonly before: number; readonly now: number };
  readonly samePopulation: boolean;
  /** The object has about the size that it had. */
  readonly sameSize: boolean;
  /** The source declares the field's values: a new one is a change of its shape. */
  readonly isDeclared: boolean;
}

/** One field drifts in one way: another form of its dates is not also another list of words. */
const judgeField = (
  was: FieldProfile,
  is: FieldProfile,
  { records, samePopulation, sameSize, isDeclared }: Comparison,
): readonly [MeaningKind, Found] => {
  const date = findDateDrift(was, is);
  if (date !== null) return ['date_format', date];
  // An object that is just being filled has other values because it has other records: running numbers, say.
  if (!sameSize) return ['null_rate', null];
  const unit = findUnitDrift(was, is);
  if (unit !== null) return ['unit', unit];
  const values = isDeclared ? null : findEnumDrift(was, is);
  if (values !== null) return ['enum_values', values];
  return ['null_rate', samePopulation ? findNullDrift(was, is, records) : null];
};

/**
 * What the fields of an object mean otherwise than before, under an unchanged shape. Only fields that a mapping reads are
 * looked at, and nothing is said of small samples: docs/profiles.md has each rule and its limits.
 */
export const judgeProfiles = (question: ProfileQuestion): readonly MeaningChange[] => {
  const { object, before, now, mapped, declared, key, changeField, samePopulation } = question;
  const records = { before: differentRows(before), now: differentRows(now) };
  if (records.before < fewestValues || records.now < fewestValues) return [];
  const size = now.rows / Math.max(1, before.rows);
  const sameSize = !question.whole || !samePopulation || (size < otherSize && size * otherSize > 1);
  const keysStandOnce = question.whole && samePopulation && key.length === 1;
  return [...new Set(mapped)].sort().flatMap((field): MeaningChange[] => {
    const was = fieldOf(before, field);
    if (was === undefined || field === changeField) return [];
    const is = fieldOf(now, field) ?? absentField(now.rows);
    if (key.includes(field) && !keysStandOnce) return [];
    const [kind, found] = key.includes(field)
      ? (['key_reuse', findRepeatedKeys(was, is)] as const)
      : judgeField(was, is, { records, samePopulation, sameSize, isDeclared: declared.includes(field) });
    return found === null ? [] : [meaningChange(object, field, kind, { ...found, by: 'values' })];
  });
};
