import type { EvidenceOf, RenameCandidate } from '../repair/match-fields.ts';
import { matchFields } from '../repair/match-fields.ts';
import { matchObjects } from '../repair/match-objects.ts';
import type { FieldShape } from '../repair/rename-features.ts';
import type { Candidate, SchemaChange, SchemaChangeKind } from './changes.ts';
import { byCodeUnit, sortedSet } from './code-units.ts';
import { diffField } from './diff-fields.ts';
import type { MappedFields } from './severity.ts';
import { isObjectMapped, lossSeverity, stakesIn, takesOver } from './severity.ts';
import type { SourceField, SourceObject, SourceSchema } from './types.ts';

export interface DiffOptions {
  /** What the active mappings read; left out (offline), every field counts as read. */
  readonly mapped?: MappedFields;
  /** What is known of the values of an object's fields before and after. */
  readonly evidence?: (object: string) => EvidenceOf | undefined;
}

/** From here on a pair is called a rename; the review band begins here. */
const likely = 0.6;

const isLikely = ({ confidence }: Candidate): boolean => confidence >= likely;

const asCandidate = ({ to, confidence, reasons }: Candidate): Candidate => ({ to, confidence, reasons });

interface Renames {
  readonly renames: ReadonlyMap<string, RenameCandidate>;
  readonly doubtful: ReadonlyMap<string, RenameCandidate>;
  readonly taken: ReadonlySet<string>;
}

type Fields = ReadonlyMap<string, SourceField>;

const kindOrder: readonly SchemaChangeKind[] = [
  'access_lost',
  'object_removed',
  'object_renamed',
  'key_change',
  'removed',
  'renamed',
  'retyped',
  'nullability',
  'values_removed',
  'values_added',
  'added',
  'object_added',
  'access_restored',
];

const fieldOf = (change: SchemaChange): string => ('field' in change ? change.field : '');

const inOrder = (a: SchemaChange, b: SchemaChange): number =>
  byCodeUnit(a.object, b.object) ||
  kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) ||
  byCodeUnit(fieldOf(a), fieldOf(b));

const named = <T extends { readonly name: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.name, item]));

/** A key that only was renamed is the same key; its renamed fields tell. */
function keyChange(
  before: SourceObject,
  after: SourceObject,
  found: Renames,
  mapped: MappedFields,
): SchemaChange[] {
  const from = sortedSet(before.key);
  const to = sortedSet(after.key);
  const now = sortedSet(from.map((name) => found.renames.get(name)?.to ?? name));
  if (JSON.stringify(now) === JSON.stringify(to)) return [];
  const lossless = from.length === 0 || !isObjectMapped(mapped, before.name);
  return [{ kind: 'key_change', severity: lossless ? 'risky' : 'breaking', object: before.name, from, to }];
}

const asShape = ({ name, type }: SourceField): FieldShape => ({ name, type });

/** Renames from the review band up as changes of their own; `taken` holds the names that they use up. */
function renamesOf(was: Fields, is: Fields, before: SourceObject, options: DiffOptions): Renames {
  const question = {
    object: before.name,
    lost: [...was.values()].filter(({ name }) => !is.has(name)).map(asShape),
    fresh: [...is.values()].filter(({ name }) => !was.has(name)).map(asShape),
    kept: [...was.keys()].filter((name) => is.has(name)),
  };
  const found = matchFields(question, options.evidence?.(before.name));
  return {
    renames: new Map(found.filter(isLikely).map((one) => [one.from, one])),
    doubtful: new Map(found.filter((one) => !isLikely(one)).map((one) => [one.from, one])),
    taken: new Set(found.filter(isLikely).map(({ to }) => to)),
  };
}

function diffFields(before: SourceObject, after: SourceObject, options: DiffOptions): SchemaChange[] {
  const was = named(before.fields);
  const is = named(after.fields);
  const object = before.name;
  const found = renamesOf(was, is, before, options);
  const { renames, doubtful, taken } = found;
  const stakeIn = stakesIn(options.mapped, before);
  const changes: SchemaChange[] = keyChange(before, after, found, options.mapped);
  for (const field of was.values()) {
    const stake = stakeIn(field.name);
    const renamed = renames.get(field.name);
    const now = is.get(renamed?.to ?? field.name);
    const loss = { severity: lossSeverity(stake), object, field: field.name, before: field };
    if (now === undefined) {
      const candidate = doubtful.get(field.name);
      changes.push({
        kind: 'removed',
        ...loss,
        candidates: candidate === undefined ? [] : [asCandidate(candidate)],
      });
      continue;
    }
    if (renamed !== undefined)
      changes.push({ kind: 'renamed', ...loss, after: now, ...asCandidate(renamed) });
    changes.push(...diffField({ before: field, after: now, stake }, before, after));
  }
  for (const field of is.values()) {
    if (was.has(field.name)) continue;
    const isAsked = takesOver(options.mapped?.get(object) ?? new Set(), before, field.name);
    if (taken.has(field.name) && !isAsked) continue;
    const severity = isAsked ? 'risky' : 'harmless';
    changes.push({ kind: 'added', severity, object, field: field.name, after: field });
  }
  return changes;
}

/** The differences of one object that exists (or is known to exist) on both sides. */
export function diffObjects(
  before: SourceObject,
  after: SourceObject,
  options: DiffOptions = {},
): SchemaChange[] {
  const { mapped } = options;
  const object = before.name;
  if (after.access === 'lost') {
    if (before.access === 'lost') return [];
    return [{ kind: 'access_lost', severity: isObjectMapped(mapped, object) ? 'breaking' : 'risky', object }];
  }
  const changes = diffFields(before, after, options);
  if (before.access === 'granted') return changes.sort(inOrder);
  const restored: SchemaChange = { kind: 'access_restored', severity: 'harmless', object };
  // An object that could not be read before has no known shape to compare with.
  return before.fields.length === 0 ? [restored] : [...changes, restored].sort(inOrder);
}

/**
 * Every difference between two versions of a source's schema, graded by what the mappings read, in a fixed order.
 * Empty exactly when the two render alike.
 */
export function diffSchemas(
  before: SourceSchema,
  after: SourceSchema,
  options: DiffOptions = {},
): SchemaChange[] {
  const was = named(before.objects);
  const is = named(after.objects);
  const lost = before.objects.filter(({ name }) => !is.has(name));
  const fresh = after.objects.filter(({ name }) => !was.has(name));
  const renamed = new Map(
    matchObjects(lost, fresh)
      .filter(isLikely)
      .map((one) => [one.from, one]),
  );
  const taken = new Set([...renamed.values()].map(({ to }) => to));
  const changes: SchemaChange[] = [];
  for (const object of was.values()) {
    const severity = isObjectMapped(options.mapped, object.name) ? 'breaking' : 'harmless';
    const rename = renamed.get(object.name);
    const now = is.get(rename?.to ?? object.name);
    if (now === undefined) changes.push({ kind: 'object_removed', severity, object: object.name });
    else changes.push(...diffObjects(object, now, options));
    if (rename)
      changes.push({ kind: 'object_renamed', severity, object: object.name, ...asCandidate(rename) });
  }
  for (const { name } of fresh) {
    if (!taken.has(name)) changes.push({ kind: 'object_added', severity: 'harmless', object: name });
  }
  return changes.sort(inOrder);
}
