import type { Columns } from './compile-field.ts';
import { resolvePath } from './path.ts';
import type { Condition, FieldRule, FormerRule, Mapping } from './types.ts';

const isHeld = (path: string, { names }: Columns): boolean => {
  const [top] = resolvePath(path, names);
  return typeof top === 'string' && names.has(top);
};

const anyHeld = (rule: FormerRule, columns: Columns): boolean =>
  rule.from.some((path) => isHeld(path, columns));

/** The rule by which rows of these columns are read: a former one where they hold its sources and none of the later ones. */
export const ruleFor = (rule: FieldRule, columns: Columns): FieldRule => {
  const { formerly, ...now } = rule;
  if (formerly === undefined || anyHeld(rule, columns)) return rule;
  for (let former: FormerRule | undefined = formerly; former !== undefined; former = former.formerly)
    if (anyHeld(former, columns)) return { ...now, ...former };
  return rule;
};

/** The paths whose loss takes a field away: its own, and former ones where the columns hold none of its own. */
export const sourcesOf = (rule: FieldRule, columns: Columns): readonly string[] => {
  const paths = [...rule.from];
  if (anyHeld(rule, columns)) return paths;
  for (let former = rule.formerly; former !== undefined; former = former.formerly) paths.push(...former.from);
  return paths;
};

/** The same rule, with the part of it in front by which these columns are read. */
const turned = (rule: FieldRule, columns: Columns): FieldRule => {
  const now = ruleFor(rule, columns);
  if (now === rule) return rule;
  const { from, transforms } = rule;
  const rest = now.formerly === undefined ? {} : { formerly: now.formerly };
  return { ...now, formerly: { from, transforms, ...rest } };
};

/**
 * A mapping as it reads an object of these columns: rules that fall back on a former source name that one first. It makes the
 * same of every record; what the object loses next is looked for in it.
 */
export const inForce = (mapping: Mapping, names: ReadonlySet<string>): Mapping => {
  const columns = { names, indices: new Map<string, number>() };
  const fields = Object.entries(mapping.fields).map(([name, rule]) => [name, turned(rule, columns)] as const);
  const same = fields.every(([name, rule]) => mapping.fields[name] === rule);
  return same ? mapping : { ...mapping, fields: Object.fromEntries(fields) };
};

/** The same for the path of a condition. */
export const conditionFor = (condition: Condition, columns: Columns): Condition => {
  const { formerly, path } = condition;
  if (formerly === undefined || isHeld(path, columns) || !isHeld(formerly, columns)) return condition;
  return { ...condition, path: formerly };
};

/**
 * What a rule takes out of the extras: its paths, and former ones inside the same columns. A former column of another name
 * is nothing of the rule's any more, should the source have one of that name again.
 */
export const pathsRead = (rule: FieldRule, { names }: Columns): readonly string[] => {
  const tops = new Set(rule.from.map((path) => resolvePath(path, names)[0]));
  const paths = [...rule.from];
  for (let former = rule.formerly; former !== undefined; former = former.formerly)
    paths.push(...former.from.filter((path) => tops.has(resolvePath(path, names)[0])));
  return paths;
};
