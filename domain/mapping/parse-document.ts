import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import { canonicalEntities } from '../canonical/canonical-entities.ts';
import { shown } from '../canonical/refusal.ts';
import type { Json } from '../json.ts';
import { canonicalName } from './check-mapping.ts';
import type { Place, Report } from './check-mapping.ts';
import { nearest } from './nearest.ts';
import { readCondition, readRule } from './parse-rule.ts';
import { entities } from './types.ts';
import type { Entity, FieldRule, Mapping } from './types.ts';

type Members = Readonly<Record<string, Json>>;

const rootKeys = ['system', 'object', 'entity', 'version', 'key', 'change_field', 'where', 'fields'];

export interface NodeReader {
  /** Reads the document's mapping; null where its shape is wrong. */
  readonly read: (report: Report) => Mapping | null;
  /** Where a place begins in the text; the nearest place above it where the text has no such place. */
  readonly offsetOf: (place: Place) => number;
}

const isMembers = (value: Json | undefined): value is Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Plain JSON of a node. Objects have no prototype, so that `__proto__` is a key like any other. */
const jsonOf = (node: unknown, place: Place, report: Report): Json => {
  if (isMap(node)) {
    const members = Object.create(null) as Record<string, Json>;
    for (const pair of node.items) {
      const name = String(isScalar(pair.key) ? (pair.key.source ?? pair.key.value) : pair.key);
      members[name] = jsonOf(pair.value, [...place, name], report);
    }
    return members;
  }
  if (isSeq(node)) return node.items.map((item, at) => jsonOf(item, [...place, at], report));
  if (isAlias(node)) report(place, 'alias', 'Aliases are not supported; write the value out');
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === 'number') {
    if (Number.isFinite(value))
      return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : (node.source ?? null);
    report(place, 'bad_number', `${String(value)} is no number here; put it in quotes`);
    return null;
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
};

const pairNamed = (items: readonly Pair[], name: string | number): Pair | undefined =>
  items.find(({ key }) => String(isScalar(key) ? (key.source ?? key.value) : key) === String(name));

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];

const offsetIn = (root: unknown, place: Place): number => {
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const part of place) {
    if (isMap(node)) {
      const pair = pairNamed(node.items, part);
      if (!isPair(pair)) continue;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === 'number') {
      node = node.items[part];
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
};

/** A place with the canonical field by the other name that the text may give it. */
const asWritten = (root: unknown, place: Place): Place => {
  const [part, name, ...rest] = place;
  const fields = part === 'fields' && isMap(root) ? root.get('fields') : null;
  if (!isMap(fields) || name === undefined || pairNamed(fields.items, name) !== undefined) return place;
  const known = Object.values(canonicalEntities).flatMap(({ aliases }) => Object.entries(aliases));
  const alias = known.find(
    ([given, field]) => field === name && pairNamed(fields.items, given) !== undefined,
  );
  return alias === undefined ? place : [part ?? '', alias[0], ...rest];
};

const requiredText = (root: Members, name: string, report: Report): string => {
  const value = root[name];
  if (typeof value === 'string' && value !== '') return value;
  report(
    [name],
    'bad_value',
    value === undefined ? `${name} is missing; add it` : `${name} must be a text; it is ${shown(value)}`,
  );
  return '';
};

const readEntity = (root: Members, report: Report): Entity | null => {
  const name = requiredText(root, 'entity', report);
  const entity = entities.find((known) => known === name);
  if (entity === undefined && name !== '') {
    report(
      ['entity'],
      'unknown_entity',
      `There is no entity ${shown(name)}; ${nearest(name, entities, 'there are')}`,
    );
  }
  return entity ?? null;
};

const readVersion = (root: Members, report: Report): number => {
  const version = root['version'];
  if (typeof version === 'number' && Number.isSafeInteger(version) && version > 0) return version;
  report(
    ['version'],
    'bad_value',
    version === undefined ? 'version is missing; add version: 1' : 'version must be a whole number from 1',
  );
  return 1;
};

const readKey = (root: Members, report: Report): readonly string[] => {
  const key = root['key'];
  if (key === undefined) {
    report(
      ['key'],
      'bad_value',
      'key is missing; name the fields of the record key, or write key: [] where there is none',
    );
    return [];
  }
  const list = (Array.isArray(key) ? key : [key]) as readonly Json[];
  const names = list.filter((name): name is string => typeof name === 'string' && name !== '');
  if (names.length < list.length)
    report(['key'], 'bad_value', 'key must be a field or a list of fields; put numbers in quotes');
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) report(['key'], 'bad_value', `key names ${shown(twice)} twice; name it once`);
  return names;
};

const readChangeField = (root: Members, report: Report): string | null => {
  const field = root['change_field'];
  if (field === undefined || field === null) return null;
  if (typeof field === 'string' && field !== '') return field;
  report(['change_field'], 'bad_value', 'change_field must be the name of a source field');
  return null;
};

const readFields = (
  root: Members,
  entity: Entity | null,
  report: Report,
): Readonly<Record<string, FieldRule>> => {
  const rules: Record<string, FieldRule> = {};
  const fields = root['fields'];
  if (!isMembers(fields)) {
    report(
      ['fields'],
      'bad_value',
      'fields is missing; add canonical fields with their source paths, such as name: Name',
    );
    return rules;
  }
  for (const [given, value] of Object.entries(fields)) {
    const name = entity === null ? given : canonicalName(given, canonicalEntities[entity]);
    if (name === '__proto__')
      report(['fields', given], 'unknown_field', `There is no field ${given}; remove it`);
    else if (Object.hasOwn(rules, name)) {
      report(
        ['fields', given],
        'field_twice',
        `${given} is another name of ${name}, which is mapped already; keep one`,
      );
    } else rules[name] = readRule(value, ['fields', given], report);
  }
  return rules;
};

const readWhere = (root: Members, report: Report): Mapping['where'] => {
  const where = root['where'];
  if (where === undefined || where === null) return [];
  if (!Array.isArray(where)) {
    report(
      ['where'],
      'bad_value',
      'where must be a list of conditions, such as - { path: Type, equals: Customer }',
    );
    return [];
  }
  return (where as readonly Json[]).flatMap((item, at) => readCondition(item, ['where', at], report));
};

const readRoot = (root: Members, report: Report): Mapping => {
  for (const name of Object.keys(root)) {
    if (rootKeys.includes(name)) continue;
    report(
      [name],
      'unknown_key',
      `A mapping has no ${shown(name)}; ${nearest(name, rootKeys, 'its keys are')}`,
    );
  }
  const entity = readEntity(root, report);
  return {
    system: requiredText(root, 'system', report),
    object: requiredText(root, 'object', report),
    entity: entity ?? 'account',
    version: readVersion(root, report),
    key: readKey(root, report),
    changeField: readChangeField(root, report),
    where: readWhere(root, report),
    fields: readFields(root, entity, report),
  };
};

/** Reads the mapping of a YAML document that has no syntax errors, and finds places again in its text. */
export const nodeReader = (document: Document.Parsed): NodeReader => ({
  offsetOf: (place) => offsetIn(document.contents, asWritten(document.contents, place)),
  read: (report) => {
    const root = jsonOf(document.contents, [], report);
    if (!isMembers(root)) {
      report([], 'bad_value', 'A mapping is a YAML map of system, object, entity, version, key and fields');
      return null;
    }
    const mapping = readRoot(root, report);
    return entities.some((entity) => entity === root['entity']) ? mapping : null;
  },
});
