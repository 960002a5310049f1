import { Document, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Json } from '../json.ts';
import { transformNamed } from './transform-table.ts';
import type { Condition, FieldRule, FormerRule, Mapping, Transform } from './types.ts';

const transformForm = ({ name, arguments: given }: Transform): Json => {
  const names = Object.keys(given);
  const [only] = names;
  if (only === undefined) return name;
  const primary = transformNamed(name)?.parameters.find((parameter) => parameter.primary);
  // A table may have words that look like argument names, so only the long form says it without doubt.
  const short = names.length === 1 && only === primary?.name && primary.type !== 'table';
  return { [name]: short ? (given[only] ?? null) : given };
};

const fromForm = (from: readonly string[]): Json => (from.length === 1 ? (from[0] ?? null) : from);

const formerForm = ({ from, transforms, formerly }: FormerRule): Json => {
  if (from.length === 1 && transforms.length === 0 && formerly === undefined) return fromForm(from);
  return {
    from: fromForm(from),
    ...(transforms.length === 0 ? {} : { transform: transforms.map(transformForm) }),
    ...(formerly === undefined ? {} : { formerly: formerForm(formerly) }),
  };
};

const ruleForm = ({ from, transforms, formerly, default: fallback, required }: FieldRule): Json => {
  const [only] = from;
  if (
    from.length === 1 &&
    only !== undefined &&
    transforms.length === 0 &&
    formerly === undefined &&
    fallback === undefined &&
    !required
  )
    return only;
  return {
    ...(from.length === 0 ? {} : { from: fromForm(from) }),
    ...(transforms.length === 0 ? {} : { transform: transforms.map(transformForm) }),
    ...(formerly === undefined ? {} : { formerly: formerForm(formerly) }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(required ? { required } : {}),
  };
};

const conditionForm = ({ path, formerly, operator, value }: Condition): Json => ({
  path,
  ...(formerly === undefined ? {} : { formerly }),
  [operator]: operator === 'is_null' || operator === 'is_not_null' ? true : (value ?? null),
});

/** YAML reads some plain texts otherwise in its older versions (`NO`, `1:30`, `0o7`); quotes make them the same everywhere. */
const ambiguous = /^(?:[yn]|yes|no|on|off|null|~|true|false)$|^[-+.\d]/i;

/** The YAML text of a mapping, in its compact form; `parseMapping` gives an equal mapping back. */
export const renderMapping = (mapping: Mapping): string => {
  const [only] = mapping.key;
  const content = {
    system: mapping.system,
    object: mapping.object,
    entity: mapping.entity,
    version: mapping.version,
    key: mapping.key.length === 1 && only !== undefined ? only : mapping.key,
    ...(mapping.changeField === null ? {} : { change_field: mapping.changeField }),
    ...(mapping.where.length === 0 ? {} : { where: mapping.where.map(conditionForm) }),
    fields: Object.fromEntries(Object.entries(mapping.fields).map(([name, rule]) => [name, ruleForm(rule)])),
  };
  // A rule and the one it follows may share their arguments: each is written out.
  const document = new Document(content, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && ambiguous.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
    Pair: (_key, pair) => {
      const flat = ['key', 'from', 'transform', 'where'];
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      if (isSeq(pair.value) && flat.includes(name)) pair.value.flow = name !== 'where';
    },
    Seq: (_key, seq) => {
      for (const item of seq.items) if (isMap(item) && item.has('path')) item.flow = true;
    },
  });
  return document.toString({ lineWidth: 110 });
};
