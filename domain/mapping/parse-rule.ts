import { shown } from '../canonical/refusal.ts';
import type { Json } from '../json.ts';
import type { Place, Report } from './check-mapping.ts';
import { nearest } from './nearest.ts';
import { transformNamed } from './transform-table.ts';
import type { TransformSpec } from './transform-spec.ts';
import type { Condition, FieldRule, FormerRule, Transform } from './types.ts';

/** Stands for a path that is reported already, so that it gives no second error. */
const unreadable = '?';

type Members = Readonly<Record<string, Json>>;

const ruleKeys = ['from', 'transform', 'formerly', 'default', 'required'];
const formerKeys = ['from', 'transform', 'formerly'];
const operators = ['equals', 'not_equals', 'in', 'not_in', 'is_null', 'is_not_null'] as const;

const isMembers = (value: Json | undefined): value is Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const unknownKeys = (given: Members, known: readonly string[], place: Place, report: Report): void => {
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      report(
        [...place, name],
        'unknown_key',
        `There is no ${shown(name)} here; ${nearest(name, known, 'there may be')}`,
      );
    }
  }
};

/** Arguments by name: as they stand where all names are the transform's, else as its primary argument. */
const readArguments = (spec: TransformSpec, given: Json): Members | null => {
  const primary = spec.parameters.find((parameter) => parameter.primary);
  if (isMembers(given)) {
    if (primary?.type !== 'table') return given;
    const known = spec.parameters.map(({ name }) => name);
    const isLong = isMembers(given[primary.name]) && Object.keys(given).every((name) => known.includes(name));
    return isLong ? given : { [primary.name]: given };
  }
  if (given === null) return {};
  return primary === undefined ? null : { [primary.name]: given };
};

const readTransform = (item: Json, place: Place, report: Report): Transform | null => {
  if (typeof item === 'string') return { name: item, arguments: {} };
  const [name, ...more] = isMembers(item) ? Object.keys(item) : [];
  if (name === undefined || more.length > 0 || !isMembers(item)) {
    report(
      place,
      'bad_transform',
      'A transform is a name, such as trim, or one name with its arguments, such as scale: 100',
    );
    return null;
  }
  const spec = transformNamed(name);
  // An unknown transform is reported once, by its name; what its arguments mean nobody can say.
  const given = spec === undefined ? {} : readArguments(spec, item[name] ?? null);
  if (given !== null) return { name, arguments: given };
  report(
    [...place, name],
    'bad_argument',
    `${name} takes its arguments by name, as in ${spec?.example ?? name}`,
  );
  return null;
};

const readTransforms = (given: Json | undefined, place: Place, report: Report): readonly Transform[] => {
  if (given === undefined || given === null) return [];
  if (!isList(given)) {
    const only = readTransform(given, place, report);
    return only === null ? [] : [only];
  }
  return given.flatMap((item, at) => readTransform(item, [...place, at], report) ?? []);
};

const readFrom = (given: Json | undefined, place: Place, report: Report): readonly string[] => {
  if (given === undefined) return [];
  const list = isList(given) ? given : [given];
  const paths = list.filter((path): path is string => typeof path === 'string' && path !== '');
  if (paths.length < list.length || list.length === 0) {
    report(
      place,
      'bad_value',
      `from must be a source path or a list of them; it is ${shown(given)}. Put numbers in quotes`,
    );
    return [unreadable];
  }
  return paths;
};

/** Reads how older records held a field: a source path, or a rule of from, transform and a still older formerly. */
const readFormer = (given: Json, place: Place, report: Report): FormerRule => {
  if (typeof given === 'string') return { from: [given], transforms: [] };
  if (!isMembers(given)) {
    report(place, 'bad_value', `formerly is a source path, or from with transform; it is ${shown(given)}`);
    return { from: [unreadable], transforms: [] };
  }
  unknownKeys(given, formerKeys, place, report);
  return {
    from: readFrom(given['from'], [...place, 'from'], report),
    transforms: readTransforms(given['transform'], [...place, 'transform'], report),
    ...formerOf(given, place, report),
  };
};

const formerOf = (given: Members, place: Place, report: Report): { readonly formerly?: FormerRule } => {
  const { formerly } = given;
  if (formerly === undefined || formerly === null) return {};
  return { formerly: readFormer(formerly, [...place, 'formerly'], report) };
};

/** Reads a field's rule in its compact form (`Name`) or its long one. */
export const readRule = (given: Json, place: Place, report: Report): FieldRule => {
  if (typeof given === 'string') return { from: [given], transforms: [], required: false };
  if (!isMembers(given)) {
    report(
      place,
      'bad_value',
      `A rule is a source path, or from with transform, default and required; it is ${shown(given)}`,
    );
    return { from: [unreadable], transforms: [], required: false };
  }
  unknownKeys(given, ruleKeys, place, report);
  const required = given['required'] ?? false;
  if (typeof required !== 'boolean')
    report([...place, 'required'], 'bad_value', 'required must be true or false');
  const rule = {
    from: readFrom(given['from'], [...place, 'from'], report),
    transforms: readTransforms(given['transform'], [...place, 'transform'], report),
    ...formerOf(given, place, report),
    required: required === true,
  };
  const fallback = given['default'];
  return fallback === undefined ? rule : { ...rule, default: fallback };
};

/** Reads a condition such as `{ path: Type, in: [Customer, Partner] }` or `{ path: Email, is_null: false }`. */
export const readCondition = (given: Json, place: Place, report: Report): readonly Condition[] => {
  const path = isMembers(given) ? given['path'] : undefined;
  if (!isMembers(given) || typeof path !== 'string') {
    report(
      place,
      'bad_condition',
      'A condition names a path and one operator, such as { path: Type, equals: Customer }',
    );
    return [];
  }
  unknownKeys(given, ['path', 'formerly', ...operators], place, report);
  const { formerly } = given;
  if (formerly !== undefined && typeof formerly !== 'string')
    report([...place, 'formerly'], 'bad_condition', 'formerly must be a source path');
  const paths = { path, ...(typeof formerly === 'string' ? { formerly } : {}) };
  const named = operators.filter((operator) => Object.hasOwn(given, operator));
  const [operator] = named;
  if (operator === undefined || named.length > 1) {
    report(
      place,
      'bad_condition',
      `A condition has one operator of ${operators.join(', ')}; this has ${named.length}`,
    );
    return [];
  }
  const value = given[operator] ?? null;
  if (operator !== 'is_null' && operator !== 'is_not_null') return [{ ...paths, operator, value }];
  if (typeof value !== 'boolean')
    report([...place, operator], 'bad_condition', `${operator} must be true or false`);
  const flipped = operator === 'is_null' ? 'is_not_null' : 'is_null';
  return [{ ...paths, operator: value === false ? flipped : operator }];
};
