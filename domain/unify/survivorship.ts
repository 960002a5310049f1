import type { CanonicalEntity } from '../canonical/field.ts';
import type { Json } from '../json.ts';
import { byCodeUnit } from '../schema/code-units.ts';

/** A record as one source holds it. */
export interface SourceRecord {
  readonly key: string;
  /** When it last changed in its source, ISO 8601 in UTC; null when the source does not say. */
  readonly updatedAt: string | null;
  /** Canonical fields; missing and null mean the same. */
  readonly values: Readonly<Record<string, Json | undefined>>;
}

/** Why a value won; `only` when no other record has one. */
export type SurvivalRule = 'pinned' | 'only' | 'freshest' | 'most_frequent' | 'most_complete';

/** A golden value and where it comes from. */
export interface SurvivingValue {
  readonly field: string;
  readonly value: Json;
  readonly record: string;
  readonly rule: SurvivalRule;
}

/** Fields that mean something only together: an amount and its currency, the parts of one address. */
function fieldGroups(entity: CanonicalEntity): string[][] {
  const groups = new Map<string, string[]>();
  const moneyOf = new Map(
    entity.fields.flatMap(({ name, money }) => (money === null ? [] : [[money, name]])),
  );
  for (const { name } of entity.fields) {
    const address = /^(billing|mailing)_/.exec(name)?.[1];
    const group = address ?? moneyOf.get(name) ?? name;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [...groups.values()];
}

const has = (record: SourceRecord, field: string): boolean =>
  record.values[field] !== null && record.values[field] !== undefined;

const filled = (record: SourceRecord, fields: readonly string[]): number =>
  fields.filter((field) => has(record, field)).length;

/** The record whose values of these fields win, and why. */
function winner(
  records: readonly SourceRecord[],
  group: readonly string[],
  pinned: string | undefined,
): { record: SourceRecord; rule: SurvivalRule } | undefined {
  const held = records.filter((record) => filled(record, group) > 0);
  const [first] = held;
  if (first === undefined) return undefined;
  const chosen = held.find(({ key }) => key === pinned);
  if (chosen !== undefined) return { record: chosen, rule: 'pinned' };
  if (held.length === 1) return { record: first, rule: 'only' };
  const text = (record: SourceRecord): string =>
    JSON.stringify(group.map((field) => record.values[field] ?? null));
  const frequency = new Map<string, number>();
  for (const record of held) frequency.set(text(record), (frequency.get(text(record)) ?? 0) + 1);
  const often = (record: SourceRecord): number => frequency.get(text(record)) ?? 0;
  const complete = (record: SourceRecord): number =>
    Object.keys(record.values).filter((field) => has(record, field)).length;
  const time = (record: SourceRecord): string => record.updatedAt ?? '';
  const [best, second] = [...held].sort(
    (a, b) =>
      byCodeUnit(time(b), time(a)) ||
      often(b) - often(a) ||
      filled(b, group) - filled(a, group) ||
      complete(b) - complete(a) ||
      byCodeUnit(a.key, b.key),
  );
  if (best === undefined) return undefined;
  if (second === undefined || time(best) !== time(second)) return { record: best, rule: 'freshest' };
  return { record: best, rule: often(best) > 1 ? 'most_frequent' : 'most_complete' };
}

/**
 * The golden values of a cluster: per field (or group of fields that belong together) the value of the record that
 * changed last in its source; where times are missing or equal the most frequent value, then that of the most complete
 * record, then of the smallest key.
 *
 * @param pinned key of the record whose value a person chose, by field
 */
export function surviveFields(
  entity: CanonicalEntity,
  records: readonly SourceRecord[],
  pinned: ReadonlyMap<string, string> = new Map(),
): SurvivingValue[] {
  return fieldGroups(entity).flatMap((group) => {
    const found = winner(
      records,
      group,
      group.map((field) => pinned.get(field)).find((key) => key !== undefined),
    );
    if (found === undefined) return [];
    return group.flatMap((field): SurvivingValue[] => {
      const value = found.record.values[field];
      return value === undefined || value === null
        ? []
        : [{ field, value, record: found.record.key, rule: found.rule }];
    });
  });
}
