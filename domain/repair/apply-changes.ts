import { Fault } from '../faults.ts';
import type { Json } from '../json.ts';
import { canonicalJson } from '../mapping/canonical-json.ts';
import { checkMapping } from '../mapping/check-mapping.ts';
import type { Condition, FieldRule, FormerRule, Mapping, Transform } from '../mapping/types.ts';
import type { ChangeEdit, FieldChange } from './repair.ts';

/** The rule that reads `from` and still understands records that were stored before. */
export const succeed = (
  before: FieldRule,
  from: readonly string[],
  transforms: readonly Transform[],
): FieldRule => {
  const { formerly, ...now } = before;
  const former: FormerRule = {
    from: before.from,
    transforms: before.transforms,
    ...(formerly === undefined ? {} : { formerly }),
  };
  return { ...now, from, transforms, formerly: former };
};

const replaced = (paths: readonly string[], lost: readonly string[], found: readonly string[]): string[] =>
  paths.map((path) => found[lost.indexOf(path)] ?? path);

const conditionAt = (field: string): number => Number(field.replace(/^where\./, ''));

const withCondition = (
  where: readonly Condition[],
  { field, lost, found }: FieldChange,
): readonly Condition[] =>
  where.map((condition, at) => {
    const [path] = found;
    if (at !== conditionAt(field) || path === undefined || condition.path !== lost[0]) return condition;
    return { ...condition, path, formerly: condition.path };
  });

const withRule = (
  fields: Mapping['fields'],
  { field, after }: FieldChange,
): Readonly<Record<string, FieldRule>> => {
  if (after !== null) return { ...fields, [field]: after };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field));
};

const applyOne = (mapping: Mapping, change: FieldChange): Mapping => {
  switch (change.part) {
    case 'field':
      return { ...mapping, fields: withRule(mapping.fields, change) };
    case 'key':
      return { ...mapping, key: replaced(mapping.key, change.lost, change.found) };
    case 'change_field':
      return { ...mapping, changeField: change.found[0] ?? null };
    case 'where':
      return { ...mapping, where: withCondition(mapping.where, change) };
    case 'object':
      return { ...mapping, object: change.found[0] ?? mapping.object };
  }
};

/** The mapping with the selected changes made. Throws Fault `mapping_invalid` when that is no mapping any more. */
export const applyChanges = (mapping: Mapping, changes: readonly FieldChange[], version: number): Mapping => {
  const changed = changes.filter(({ selected }) => selected).reduce(applyOne, { ...mapping, version });
  checkMapping(changed);
  return changed;
};

/**
 * The changes that a person approves: those named, with other sources where given; the others are not made. Throws Fault
 * `validation_failed` for an id that the repair does not have.
 */
export const editChanges = (
  changes: readonly FieldChange[],
  edits: readonly ChangeEdit[],
): readonly FieldChange[] =>
  changes.map((change) => {
    const edit = edits.find(({ id }) => id === change.id);
    return edit === undefined ? { ...change, selected: false } : edited(change, edit);
  });

const edited = (change: FieldChange, { from, transforms }: ChangeEdit): FieldChange => {
  if (from === undefined && transforms === undefined) return { ...change, selected: true };
  const evidence = [
    ...change.evidence,
    { signal: 'person', weight: 0, text: 'a person has chosen this source' },
  ];
  const found = from ?? change.found;
  if (change.part !== 'field') return { ...change, found, evidence, selected: true };
  const steps = transforms ?? change.after?.transforms ?? change.before?.transforms ?? [];
  const after =
    change.before === null
      ? { from: found, transforms: steps, required: change.after?.required ?? false }
      : succeed(change.before, found, steps);
  return { ...change, found, after, evidence, selected: true };
};

/** Throws Fault `validation_failed` for edits whose id none of the changes has, that come twice, or that name no source where none was found. */
export const refuseUnknownEdits = (changes: readonly FieldChange[], edits: readonly ChangeEdit[]): void => {
  const known = new Set(changes.map(({ id }) => id));
  const errors = edits.flatMap(({ id }, at) => {
    const first = edits.findIndex((edit) => edit.id === id) === at;
    if (known.has(id) && first) return [];
    const message = known.has(id)
      ? `${id} stands twice; name it once`
      : `The repair has no change ${id}; it has ${[...known].join(', ')}`;
    return [{ pointer: `/edits/${at}/id`, code: 'unknown_change', message }];
  });
  const nowhere = new Set(
    changes.filter(({ kind, found }) => kind !== 'drop' && found.length === 0).map(({ id }) => id),
  );
  edits.forEach(({ id, from }, at) => {
    if (from !== undefined || !nowhere.has(id)) return;
    const message = `Nothing was found that takes the place of ${id}; name the source field to read`;
    errors.push({ pointer: `/edits/${at}/from`, code: 'no_source', message });
  });
  if (edits.length === 0)
    errors.push({
      pointer: '/edits',
      code: 'empty',
      message: 'Name at least one change, or reject the repair',
    });
  if (errors.length > 0)
    throw new Fault('validation_failed', errors[0]?.message ?? 'The edits do not fit', { errors });
};

const textOf = (rule: FieldRule | null | undefined): string =>
  canonicalJson(JSON.parse(JSON.stringify(rule ?? null)) as Json);

const same = (left: FieldRule | undefined, right: FieldRule | null): boolean =>
  textOf(left) === textOf(right);

const stillThere = (mapping: Mapping, change: FieldChange): boolean => {
  switch (change.part) {
    case 'field':
      return same(mapping.fields[change.field], change.after);
    case 'key':
      return change.found.every((path) => mapping.key.includes(path));
    case 'change_field':
      return mapping.changeField === (change.found[0] ?? null);
    case 'where':
      return mapping.where[conditionAt(change.field)]?.path === change.found[0];
    case 'object':
      return mapping.object === change.found[0];
  }
};

const inverse = (change: FieldChange): FieldChange => ({
  ...change,
  lost: change.found,
  found: change.lost,
  before: change.after,
  after: change.before,
});

const takeBackOne = (mapping: Mapping, change: FieldChange): Mapping => {
  if (change.part !== 'where') return applyOne(mapping, inverse(change));
  const where = mapping.where.map((condition, at) => {
    if (at !== conditionAt(change.field)) return condition;
    const { formerly: _formerly, ...rest } = condition;
    return { ...rest, path: change.lost[0] ?? condition.path };
  });
  return { ...mapping, where };
};

/**
 * The mapping without a repair's changes. Throws Fault `conflict` where a later version has touched one of them, and
 * `mapping_invalid` where the rest is no mapping.
 */
export const takeBack = (mapping: Mapping, changes: readonly FieldChange[], version: number): Mapping => {
  const made = changes.filter(({ selected }) => selected);
  const touched = made.find((change) => !stillThere(mapping, change));
  if (touched !== undefined)
    throw new Fault(
      'conflict',
      `A later version has changed ${touched.id} again; undo that one first, or change the mapping by hand`,
    );
  const back = made.reduce(takeBackOne, { ...mapping, version });
  checkMapping(back);
  return back;
};

const droppedRule = (
  entity: string,
  field: string,
  rule: FieldRule,
  isLost: (path: string) => boolean,
): FieldChange => ({
  id: `${entity}.${field}`,
  kind: 'drop',
  part: 'field',
  field,
  lost: rule.from.filter(isLost),
  found: [],
  before: rule,
  after: null,
  confidence: 1,
  evidence: [{ signal: 'person', weight: 0, text: 'a person accepts that this field is gone' }],
  selected: true,
});

/** The changes that drop every rule of a mapping that reads a lost path. */
export const dropChanges = (mapping: Mapping, isLost: (path: string) => boolean): readonly FieldChange[] =>
  Object.entries(mapping.fields)
    .filter(([, rule]) => rule.from.some(isLost))
    .map(([field, rule]) => droppedRule(mapping.entity, field, rule, isLost));
