import type { CanonicalField } from '../canonical/field.ts';
import { Refusal } from '../canonical/refusal.ts';
import type { Json } from '../json.ts';
import { compileField } from '../mapping/compile-field.ts';
import type { FieldReader } from '../mapping/compile-field.ts';
import { resolvePath } from '../mapping/path.ts';
import { readNested } from '../mapping/read-cell.ts';
import type { FieldRule } from '../mapping/types.ts';
import type { CompositionRow, RowsOf } from './find-compositions.ts';
import type { EvidenceOf } from './match-fields.ts';
import type { Agreement } from './value-evidence.ts';

type RawRecord = Readonly<Record<string, Json>>;

/** One record as it was before a source changed and as it is now; found by its record key. */
export interface RecordPair {
  readonly before: RawRecord;
  readonly after: RawRecord;
}

/** The value under a path; undefined where the record does not hold it. */
export const valueAt = (record: RawRecord, path: string): Json | undefined => {
  const [top, ...rest] = resolvePath(path, new Set(Object.keys(record)));
  if (typeof top !== 'string' || !Object.hasOwn(record, top)) return undefined;
  return readNested(record[top], rest, 0);
};

/** Numbers are compared as numbers, whether the source writes them as text or not. */
const comparable = (value: Json): string => {
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value).trim();
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? String(Number(text)) : text;
};

const textAt = (record: RawRecord, path: string): string | null => {
  const value = valueAt(record, path);
  return value === undefined || value === null || value === '' ? null : comparable(value);
};

const countOf = (texts: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

/** How often values would agree if they were dealt out at random. */
const chanceOf = (before: readonly string[], after: readonly string[]): number => {
  const counts = countOf(after);
  let chance = 0;
  for (const [text, count] of countOf(before)) chance += count * (counts.get(text) ?? 0);
  return before.length === 0 ? 0 : chance / (before.length * after.length);
};

const agreementOf = (values: readonly (readonly [string, string])[]): Agreement => ({
  records: values.length,
  equal: values.filter(([before, after]) => before === after).length,
  byChance: chanceOf(
    values.map(([before]) => before),
    values.map(([, after]) => after),
  ),
});

/** How a lost and a new field agree on the same records; records where either is empty are left out. */
const fieldAgreement = (pairs: readonly RecordPair[], lost: string, fresh: string): Agreement =>
  agreementOf(
    pairs.flatMap(({ before, after }) => {
      const was = textAt(before, lost);
      const is = textAt(after, fresh);
      return was === null || is === null ? [] : [[was, is] as const];
    }),
  );

/** What pairs of records say of two fields, for the matcher. */
export const pairEvidence =
  (pairs: readonly RecordPair[]): EvidenceOf =>
  (lost, fresh) => {
    const agreement = fieldAgreement(pairs, lost, fresh);
    return agreement.records === 0 ? undefined : { agreement };
  };

/** Wholes before and parts after (`split`), or the other way round (`merge`), for the search of compositions. */
export const compositionRows =
  (pairs: readonly RecordPair[]): RowsOf =>
  (whole, parts) =>
    pairs.flatMap(({ before, after }): CompositionRow[] => {
      const [one, others] = valueAt(before, whole) === undefined ? [after, before] : [before, after];
      const text = textAt(one, whole);
      return text === null ? [] : [{ whole: text, parts: parts.map((part) => textAt(others, part)) }];
    });

const readBy = (field: CanonicalField, rule: FieldRule): ((record: RawRecord) => ReturnType<FieldReader>) => {
  const compiled = new Map<string, FieldReader>();
  return (record) => {
    const names = Object.keys(record);
    const signature = JSON.stringify(names);
    const columns = { names: new Set(names), indices: new Map(names.map((name, index) => [name, index])) };
    const known = compiled.get(signature) ?? compileField(rule, field, columns);
    compiled.set(signature, known);
    return known(names.map((name) => record[name]));
  };
};

/** What a new rule makes of the same records, in its canonical field. */
export interface MappedAgreement extends Agreement {
  /** Records whose new value cannot be read. */
  readonly refused: number;
  /** Records looked at, empty ones included. */
  readonly seen: number;
}

/** Compares a canonical field of the same records: read as before, and read by the new rule. */
export const mappedAgreement = (
  pairs: readonly RecordPair[],
  field: CanonicalField,
  rules: { readonly before: FieldRule; readonly after: FieldRule },
): MappedAgreement => {
  const was = readBy(field, rules.before);
  const becomes = readBy(field, rules.after);
  let refused = 0;
  const values = pairs.flatMap(({ before, after }) => {
    const one = was(before);
    const other = becomes(after);
    if (other instanceof Refusal) refused += 1;
    if (isEmpty(one) || isEmpty(other)) return [];
    return [[JSON.stringify(one), JSON.stringify(other)] as const];
  });
  return { ...agreementOf(values), refused, seen: pairs.length };
};

const isEmpty = (value: ReturnType<FieldReader>): boolean =>
  value === undefined || value === null || value instanceof Refusal;
