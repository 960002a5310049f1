import type { SchemaChange } from './changes.ts';
import { sortedSet } from './code-units.ts';
import { isRequired, typeText } from './render.ts';
import type { Stake } from './severity.ts';
import { nullabilitySeverity, retypeSeverity } from './severity.ts';
import type { SourceField, SourceObject } from './types.ts';

/** One field as it was and as it is, under the same or another name. */
export interface FieldPair {
  readonly before: SourceField;
  readonly after: SourceField;
  readonly stake: Stake;
}

const missingFrom = (
  other: readonly string[] | undefined,
  values: readonly string[] | undefined,
): string[] => {
  const known = new Set(other);
  return sortedSet(values ?? []).filter((value) => !known.has(value));
};

function valueChanges({ before, after, stake }: FieldPair, object: string): SchemaChange[] {
  if (before.values === undefined || after.values === undefined) return [];
  const field = before.name;
  const added = missingFrom(before.values, after.values);
  const removed = missingFrom(after.values, before.values);
  const changes: SchemaChange[] = [];
  if (added.length > 0) {
    changes.push({
      kind: 'values_added',
      severity: stake.mapped ? 'risky' : 'harmless',
      object,
      field,
      values: added,
    });
  }
  if (removed.length > 0) {
    changes.push({ kind: 'values_removed', severity: 'harmless', object, field, values: removed });
  }
  return changes;
}

const isPicklistChange = ({ before, after }: FieldPair): boolean =>
  (before.values === undefined) !== (after.values === undefined);

function typeChange(pair: FieldPair, before: SourceObject, after: SourceObject): SchemaChange[] {
  const picklist = (field: SourceField, text: string) =>
    isPicklistChange(pair) && field.values !== undefined ? `${text} of listed values` : text;
  const from = picklist(pair.before, typeText(pair.before, before));
  const to = picklist(pair.after, typeText(pair.after, after));
  if (from === to) return [];
  const severity = retypeSeverity(pair.before.type, pair.after.type, pair.stake);
  return [{ kind: 'retyped', severity, object: before.name, field: pair.before.name, from, to }];
}

function nullabilityChange(pair: FieldPair, before: SourceObject, after: SourceObject): SchemaChange[] {
  const nullable = !isRequired(pair.after, after);
  if (nullable === !isRequired(pair.before, before)) return [];
  const severity = nullabilitySeverity(nullable, pair.stake);
  return [{ kind: 'nullability', severity, object: before.name, field: pair.before.name, nullable }];
}

/** How one field differs between its object before and after, its name apart. */
export const diffField = (pair: FieldPair, before: SourceObject, after: SourceObject): SchemaChange[] => [
  ...typeChange(pair, before, after),
  ...nullabilityChange(pair, before, after),
  ...valueChanges(pair, before.name),
];
