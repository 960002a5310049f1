import type { Json } from '../json.ts';
import { canonicalJson } from './canonical-json.ts';
import type { FieldRule, FormerRule, Mapping } from './types.ts';

/** One difference between two versions of a mapping. */
export interface MappingChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `field` for a canonical field's rule, else the part of the mapping that differs. */
  readonly part: 'field' | 'key' | 'change_field' | 'where' | 'object' | 'system' | 'entity';
  /** The canonical field, or the name of the part. */
  readonly name: string;
  readonly before: Json;
  readonly after: Json;
  /** For a changed rule: which of its properties differ. */
  readonly properties: readonly ('from' | 'transform' | 'default' | 'required')[];
}

const sourceJson = (rule: FormerRule): Readonly<Record<string, Json>> => ({
  from: rule.from,
  transform: rule.transforms.map(({ name, arguments: given }) => ({ name, arguments: given })),
  ...(rule.formerly === undefined ? {} : { formerly: sourceJson(rule.formerly) }),
});

const ruleJson = (rule: FieldRule): Readonly<Record<string, Json>> => ({
  ...sourceJson(rule),
  ...(rule.default === undefined ? {} : { default: rule.default }),
  required: rule.required,
});

const same = (left: Json | undefined, right: Json | undefined): boolean =>
  left === undefined || right === undefined ? left === right : canonicalJson(left) === canonicalJson(right);

const properties = ['from', 'transform', 'default', 'required'] as const;

const fieldChange = (
  name: string,
  left: FieldRule | undefined,
  right: FieldRule | undefined,
): readonly MappingChange[] => {
  const before = left === undefined ? null : ruleJson(left);
  const after = right === undefined ? null : ruleJson(right);
  if (same(before, after)) return [];
  const kind = before === null ? 'added' : after === null ? 'removed' : 'changed';
  const differing =
    kind === 'changed' ? properties.filter((property) => !same(before?.[property], after?.[property])) : [];
  return [{ kind, part: 'field', name, before, after, properties: differing }];
};

const partChange = (part: MappingChange['part'], before: Json, after: Json): readonly MappingChange[] =>
  same(before, after) ? [] : [{ kind: 'changed', part, name: part, before, after, properties: [] }];

const whereJson = (mapping: Mapping): Json =>
  mapping.where.map(({ path, formerly, operator, value = null }) => ({
    path,
    ...(formerly === undefined ? {} : { formerly }),
    operator,
    value,
  }));

/**
 * What differs between two versions of a mapping; the version number itself is left out. Parts come first, then fields in
 * the order of the older version, then the added ones.
 */
export const diffMappings = (before: Mapping, after: Mapping): readonly MappingChange[] => {
  const names = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)]);
  return [
    ...partChange('system', before.system, after.system),
    ...partChange('object', before.object, after.object),
    ...partChange('entity', before.entity, after.entity),
    ...partChange('key', before.key, after.key),
    ...partChange('change_field', before.changeField, after.changeField),
    ...partChange('where', whereJson(before), whereJson(after)),
    ...[...names].flatMap((name) => fieldChange(name, before.fields[name], after.fields[name])),
  ];
};
