import { canonicalEntities } from '../canonical/canonical-entities.ts';
import { checkerOf } from '../canonical/check-value.ts';
import type { CanonicalEntity, CanonicalField } from '../canonical/field.ts';
import { Refusal, shown } from '../canonical/refusal.ts';
import { Fault } from '../faults.ts';
import type { FieldFault } from '../faults.ts';
import type { Json } from '../json.ts';
import { argumentProblems } from './check-arguments.ts';
import { nearest } from './nearest.ts';
import { readPath } from './path.ts';
import { transformNamed, transformSpecs } from './transform-table.ts';
import { entities } from './types.ts';
import type { Condition, FieldRule, FormerRule, Mapping, Transform } from './types.ts';

/** A place in a mapping: keys and positions from its root. */
export type Place = readonly (string | number)[];
export type Report = (place: Place, code: string, message: string) => void;

/** RFC 6901. */
export const pointerText = (place: Place): string =>
  place.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const checkPath = (path: string, place: Place, report: Report, lists: boolean): void => {
  const segments = readPath(path);
  if (segments === null) {
    report(
      place,
      'bad_path',
      `${shown(path)} is no path; put a name with dots, brackets or quotes in double quotes`,
    );
  } else if (!lists && segments.includes(null)) {
    report(place, 'list_path', `${shown(path)} gives a list; name one element, such as [0]`);
  }
};

const checkTransform = (transform: Transform, place: Place, report: Report): void => {
  const spec = transformNamed(transform.name);
  if (spec === undefined) {
    const known = transformSpecs.map(({ name }) => name);
    report(
      place,
      'unknown_transform',
      `There is no transform ${shown(transform.name)}; ${nearest(transform.name, known, 'there are')}`,
    );
    return;
  }
  for (const { argument, message } of argumentProblems(spec, transform.arguments)) {
    report(argument === null ? place : [...place, spec.name, argument], 'bad_argument', message);
  }
};

const takesSeveral = (transform: Transform | undefined): boolean => {
  const spec = transform === undefined ? undefined : transformNamed(transform.name);
  return spec === undefined ? transform !== undefined : spec.takes === 'list' || spec.kept !== undefined;
};

const checkDefault = (
  fallback: Json | undefined,
  field: CanonicalField,
  place: Place,
  report: Report,
): void => {
  if (fallback === undefined) return;
  if (fallback === null) {
    report(place, 'bad_default', `A default of null says nothing; remove it`);
    return;
  }
  const checked = checkerOf(field)(fallback);
  if (checked instanceof Refusal) report(place, 'bad_default', `${field.name}: ${checked.message}`);
};

/** Renames of renames are rare; a limit keeps a text from nesting without end. */
const mostFormer = 50;

const checkSources = (rule: FormerRule, field: CanonicalField, place: Place, report: Report): void => {
  rule.from.forEach((path, at) => {
    checkPath(path, rule.from.length === 1 ? [...place, 'from'] : [...place, 'from', at], report, true);
  });
  rule.transforms.forEach((transform, at) => {
    checkTransform(transform, [...place, 'transform', at], report);
  });
  if (rule.from.length > 1 && !takesSeveral(rule.transforms[0])) {
    const cure = 'begin with join, coalesce or another transform of lists';
    report([...place, 'from'], 'several_sources', `${field.name} reads ${rule.from.length} paths; ${cure}`);
  }
  if (rule.formerly === undefined) return;
  const former = [...place, 'formerly'];
  if (rule.formerly.from.length === 0)
    report(former, 'no_source', `formerly names no source of ${field.name}; name it, or remove formerly`);
  if (former.filter((part) => part === 'formerly').length > mostFormer)
    report(former, 'too_deep', `formerly is nested more than ${mostFormer} deep; leave out the oldest`);
  else checkSources(rule.formerly, field, former, report);
};

const checkRule = (rule: FieldRule, field: CanonicalField, place: Place, report: Report): void => {
  checkSources(rule, field, place, report);
  if (rule.from.length === 0 && rule.default === undefined) {
    report(place, 'no_source', `${field.name} has neither from nor default; name its source field`);
  }
  checkDefault(rule.default, field, [...place, 'default'], report);
};

const checkCondition = (condition: Condition, place: Place, report: Report): void => {
  checkPath(condition.path, [...place, 'path'], report, false);
  if (condition.formerly !== undefined) checkPath(condition.formerly, [...place, 'formerly'], report, false);
  const { operator, value } = condition;
  const list = Array.isArray(value);
  if (operator === 'is_null' || operator === 'is_not_null') return;
  if (operator === 'in' || operator === 'not_in') {
    if (!list || value.length === 0) report(place, 'bad_condition', `${operator} needs a list of values`);
  } else if (value === undefined || value === null || typeof value === 'object') {
    report(place, 'bad_condition', `${operator} needs one value; for null use is_null or is_not_null`);
  }
};

/** The canonical name of a field that a mapping may call otherwise. */
export const canonicalName = (name: string, entity: CanonicalEntity): string =>
  Object.hasOwn(entity.aliases, name) && !entity.fields.some((field) => field.name === name)
    ? (entity.aliases[name] ?? name)
    : name;

const checkFields = (mapping: Mapping, entity: CanonicalEntity, report: Report): void => {
  const fields = new Map(entity.fields.map((field) => [field.name, field]));
  for (const [name, rule] of Object.entries(mapping.fields)) {
    const field = fields.get(name);
    if (field !== undefined) checkRule(rule, field, ['fields', name], report);
    else {
      const hint = nearest(name, [...fields.keys(), ...Object.keys(entity.aliases)], 'its fields are');
      report(['fields', name], 'unknown_field', `${entity.name} has no field ${shown(name)}; ${hint}`);
    }
  }
  for (const group of entity.required) {
    if (group.some((name) => Object.hasOwn(mapping.fields, name))) continue;
    report(
      ['fields'],
      'required_unmapped',
      `${entity.name} needs ${group.join(' or ')}; map it to a source field`,
    );
  }
};

/** Reports everything in a well-formed mapping that makes no sense, at its place. */
export const reportMapping = (mapping: Mapping, report: Report): void => {
  mapping.key.forEach((path, at) => {
    checkPath(path, ['key', at], report, false);
  });
  if (mapping.changeField !== null) checkPath(mapping.changeField, ['change_field'], report, false);
  mapping.where.forEach((condition, at) => {
    checkCondition(condition, ['where', at], report);
  });
  checkFields(mapping, canonicalEntities[mapping.entity], report);
};

/** The entity of a mapping that is right. Throws Fault `mapping_invalid` with every error otherwise. */
export const checkMapping = (mapping: Mapping): CanonicalEntity => {
  const errors: FieldFault[] = [];
  const report: Report = (place, code, message) =>
    errors.push({ pointer: pointerText(place), code, message });
  if ((entities as readonly string[]).includes(mapping.entity)) reportMapping(mapping, report);
  else
    report(
      ['entity'],
      'unknown_entity',
      `There is no entity ${mapping.entity}; there are ${entities.join(', ')}`,
    );
  if (errors.length > 0) {
    throw new Fault('mapping_invalid', `The mapping of ${mapping.object} has ${errors.length} errors`, {
      errors,
    });
  }
  return canonicalEntities[mapping.entity];
};
