import type { CanonicalEntity } from '../canonical/field.ts';
import { Refusal } from '../canonical/refusal.ts';
import { Fault } from '../faults.ts';
import type { FieldFault } from '../faults.ts';
import type { Cell, Json } from '../json.ts';
import { checkMapping } from './check-mapping.ts';
import { compileConditions } from './compile-conditions.ts';
import { compileExtras } from './compile-extras.ts';
import { compileField } from './compile-field.ts';
import type { Columns, FieldReader } from './compile-field.ts';
import { conditionFor, pathsRead, ruleFor, sourcesOf } from './former.ts';
import { isLostBy, resolvePath } from './path.ts';
import type { CompileOptions, FieldRule, Mapped, Mapping, RowMapper } from './types.ts';

interface FieldPlan {
  readonly name: string;
  readonly read: FieldReader;
  readonly required: boolean;
  /** What reasons name: the source paths, or the canonical field where there is none. */
  readonly pointer: string;
}

/** The source paths that a reason about a field names. */
const pointerOf = (name: string, { from }: FieldRule): string => (from.length === 0 ? name : from.join(', '));

const columnsOf = (names: readonly string[]): Columns => {
  const indices = new Map(names.map((name, index) => [name, index] as const));
  if (indices.size < names.length) {
    const twice = names.find((name, index) => names.indexOf(name) !== index) ?? '';
    throw new Fault(
      'source_data_unreadable',
      `The column ${twice} stands twice; give each column its own name`,
    );
  }
  return { names: new Set(names), indices };
};

const missing = (plan: FieldPlan): FieldFault => ({
  pointer: plan.pointer,
  code: 'required_missing',
  message: `${plan.name} is required and ${plan.pointer} is empty; fill it in the source or give the rule a default`,
});

/** Names of the fields that a record cannot be without: by the entity, or by the mapping. */
const requiredOf = (mapping: Mapping, entity: CanonicalEntity): ReadonlySet<string> => {
  const byEntity = entity.required.filter((group) => group.length === 1).flat();
  const byRule = Object.entries(mapping.fields).filter(([, rule]) => rule.required);
  return new Set([...byEntity, ...byRule.map(([name]) => name)]);
};

/** Whether an open ticket has taken a path away. */
const lostTest = (lost: ReadonlySet<string> | undefined, columns: Columns): ((path: string) => boolean) => {
  if (lost === undefined || lost.size === 0) return () => false;
  const lostPaths = [...lost].map((path) => resolvePath(path, columns.names));
  return (path) =>
    lost.has(path) || lostPaths.some((gone) => isLostBy(resolvePath(path, columns.names), gone));
};

const parkedReasons = (
  mapping: Mapping,
  pending: readonly string[],
  required: ReadonlySet<string>,
  isLost: (path: string) => boolean,
): readonly FieldFault[] => {
  const fields = pending
    .filter((name) => required.has(name))
    .map((name) => {
      const rule = mapping.fields[name];
      const pointer = rule === undefined ? name : pointerOf(name, rule);
      return {
        pointer,
        code: 'required_lost',
        message: `${name} is required and its source is lost; settle the open ticket`,
      };
    });
  const conditions = mapping.where
    .filter(({ path }) => isLost(path))
    .map(({ path }) => ({
      pointer: path,
      code: 'condition_lost',
      message: `A condition reads ${path}, whose source is lost; settle the open ticket`,
    }));
  return [...fields, ...conditions];
};

const refused = (plan: FieldPlan, refusal: Refusal): FieldFault => ({
  pointer: plan.pointer,
  code: refusal.code,
  message: `${plan.name}: ${refusal.message}`,
});

/** The members that are there, in their order. */
const present = (members: Readonly<Record<string, Cell>>): Readonly<Record<string, Json>> => {
  const found: Record<string, Json> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) found[name] = value;
  return found;
};

interface Fields {
  readonly data: Readonly<Record<string, Json>>;
  readonly reasons: readonly FieldFault[] | null;
}

/** Compiles the fields of a row: its data, or the reasons where any value is refused or missing. */
const compileFields = (plans: readonly FieldPlan[]): ((row: readonly Cell[]) => Fields) => {
  // A copy of an object that has all members is several times faster than adding them one by one.
  const blank: Readonly<Record<string, Json>> = Object.fromEntries(plans.map(({ name }) => [name, null]));
  return (row) => {
    const data: Record<string, Cell> = { ...blank };
    let absent = 0;
    let reasons: FieldFault[] | null = null;
    for (const plan of plans) {
      const value = plan.read(row);
      if (value instanceof Refusal) (reasons ??= []).push(refused(plan, value));
      else if (plan.required && (value === undefined || value === null)) (reasons ??= []).push(missing(plan));
      else {
        if (value === undefined) absent += 1;
        data[plan.name] = value;
      }
    }
    return { data: absent === 0 ? (data as Readonly<Record<string, Json>>) : present(data), reasons };
  };
};

const filtered: Mapped = { kind: 'filtered' };

/**
 * Compiles a mapping for rows of the given columns: paths become indices, transforms become closures, and nothing is
 * interpreted per row. The mapper keeps bounded caches and is otherwise pure.
 *
 * A canonical field whose source is `lost` is absent and listed in `pending`; where it is required, or a condition reads a
 * lost path, every row is parked. Throws Fault `mapping_invalid` with all errors for a mapping that cannot be compiled, and
 * `source_data_unreadable` for columns that are not distinct.
 */
export const compileMapping = (mapping: Mapping, options: CompileOptions): RowMapper => {
  const entity = checkMapping(mapping);
  const columns = columnsOf(options.columns);
  const isLost = lostTest(options.lost, columns);
  const rules = entity.fields.flatMap((field) => {
    const rule = mapping.fields[field.name];
    if (rule === undefined) return [];
    const now = ruleFor(rule, columns);
    return [{ field, rule: now, isPending: sourcesOf(now, columns).some(isLost) }];
  });
  const where = mapping.where.map((condition) => conditionFor(condition, columns));
  const required = requiredOf(mapping, entity);
  const pending = rules
    .filter(({ isPending }) => isPending)
    .map(({ field }) => field.name)
    .sort();
  const parked = parkedReasons({ ...mapping, where }, pending, required, isLost);
  const plans = rules
    .filter(({ isPending }) => !isPending)
    .map(({ field, rule }) => ({
      name: field.name,
      read: compileField(rule, field, columns),
      required: required.has(field.name),
      pointer: pointerOf(field.name, rule),
    }));
  const extrasOf = compileExtras(
    rules.flatMap(({ rule }) => pathsRead(rule, columns)),
    columns,
  );
  const kept = compileConditions(
    where.filter(({ path }) => !isLost(path)),
    columns,
  );
  const fieldsOf = compileFields(plans);
  return (row) => {
    if (kept !== null && !kept(row)) return filtered;
    if (parked.length > 0) return { kind: 'parked', reasons: parked };
    const { data, reasons } = fieldsOf(row);
    if (reasons !== null) return { kind: 'quarantined', reasons };
    return { kind: 'event', data, extras: extrasOf(row), pending };
  };
};
