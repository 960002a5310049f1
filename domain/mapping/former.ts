import type { Columns } from './compile-field.ts';
import { resolvePath } from './path.ts';
import type { Condition, FieldRule, FormerRule } from './types.ts';

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
