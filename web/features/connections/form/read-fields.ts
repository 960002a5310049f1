/** One control of a generated form. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly help: string | undefined;
  readonly kind: 'text' | 'long' | 'number' | 'flag' | 'choice' | 'lines' | 'json';
  readonly choices: readonly string[];
  readonly required: boolean;
  readonly secret: boolean;
  readonly standard: unknown;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Rarely touched: behind "More settings". */
  readonly rare: boolean;
}

export interface FormVariant {
  readonly label: string;
  /** What choosing this variant itself sets, such as `grant`. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly fields: readonly FormField[];
}

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const schemasIn = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
const textIn = (schema: Schema, name: string): string | undefined => {
  const value = schema[name];
  return typeof value === 'string' ? value : undefined;
};
const numberIn = (schema: Schema, name: string): number | undefined => {
  const value = schema[name];
  return typeof value === 'number' ? value : undefined;
};

/** `apiReservePercent` as `Api reserve percent`. */
const labelOf = (name: string): string => {
  const words = name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The forms that a JSON Schema (2020-12) of an object allows: one, or one per branch of `oneOf`/`anyOf`. */
export const readVariants = (schema: Schema): readonly FormVariant[] => {
  const branches = [...schemasIn(schema['oneOf']), ...schemasIn(schema['anyOf'])];
  return (branches.length === 0 ? [schema] : branches).map(variantOf);
};

const variantOf = (schema: Schema): FormVariant => {
  const properties = Object.entries(isSchema(schema['properties']) ? schema['properties'] : {}).filter(
    (entry): entry is [string, Schema] => isSchema(entry[1]),
  );
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const fixed = Object.fromEntries(
    properties.flatMap(([name, property]) => {
      const value = textIn(property, 'const');
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  return {
    label: Object.values(fixed).map(labelOf).join(', '),
    fixed,
    fields: properties
      .filter(([name]) => !(name in fixed))
      .map(([name, property]) => fieldOf(name, property, required.has(name))),
  };
};

const fieldOf = (name: string, schema: Schema, required: boolean): FormField => {
  const kind = kindOf(schema);
  const hasStandard = schema['default'] !== undefined;
  return {
    name,
    label: textIn(schema, 'title') ?? labelOf(name),
    help: textIn(schema, 'description'),
    kind,
    choices: Array.isArray(schema['enum']) ? schema['enum'].filter((one) => typeof one === 'string') : [],
    required: required && !hasStandard,
    secret: schema['secret'] === true,
    standard: schema['default'],
    minimum: numberIn(schema, 'minimum'),
    maximum: numberIn(schema, 'maximum'),
    rare:
      !required &&
      (kind === 'flag' || kind === 'json' || kind === 'long' || /(Seconds|Size|Percent|Version)$/.test(name)),
  };
};

const kindOf = (schema: Schema): FormField['kind'] => {
  if (Array.isArray(schema['enum'])) return 'choice';
  // "all", or a list of names: lines hold both.
  if (schemasIn(schema['anyOf']).some((branch) => branch['type'] === 'array')) return 'lines';
  switch (schema['type']) {
    case 'boolean':
      return 'flag';
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return 'lines';
    case 'string':
      return schema['secret'] !== true && (numberIn(schema, 'maxLength') ?? 0) > 10_000 ? 'long' : 'text';
    default:
      return 'json';
  }
};
