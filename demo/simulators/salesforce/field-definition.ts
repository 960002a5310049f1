/** A field as the simulator keeps it, and the one-line notation in which objects are written down. */
const fieldTypes = [
  'id',
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'reference',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
  'phone',
  'email',
  'url',
  'address',
] as const;
export type SalesforceType = (typeof fieldTypes)[number];

export interface FieldDefinition {
  readonly name: string;
  readonly type: SalesforceType;
  /** Characters of texts. */
  readonly length: number;
  /** Digits before and after the point together, and after it. */
  readonly precision: number;
  readonly scale: number;
  readonly values: readonly string[];
  readonly referenceTo: readonly string[];
  readonly required: boolean;
  readonly nameField: boolean;
  /** Filled by the server, never by a client. */
  readonly readOnly: boolean;
  readonly externalId: boolean;
  /** The compound field that it is a part of. */
  readonly compound: string | null;
}

const line = /^(\w+) (\w+)(?:\(([^)]*)\))?(?:\[([^\]]*)\])?((?: \S+)*)$/;
const textTypes = new Set<SalesforceType>([
  'string',
  'textarea',
  'phone',
  'email',
  'url',
  'picklist',
  'multipicklist',
]);
const numberTypes = new Set<SalesforceType>(['double', 'currency', 'percent', 'int']);

const defaultLength: Partial<Record<SalesforceType, number>> = {
  id: 18,
  reference: 18,
  phone: 40,
  email: 80,
  picklist: 255,
  multipicklist: 4099,
  textarea: 32000,
};

const isType = (text: string): text is SalesforceType => (fieldTypes as readonly string[]).includes(text);

/** A field with the type's usual sizes; `more` wins. Throws a RangeError for a type that Salesforce does not have. */
export const defineField = (
  name: string,
  type: string,
  more: Partial<FieldDefinition> = {},
): FieldDefinition => {
  if (!isType(type))
    throw new RangeError(`${name}: there is no type ${type}; use one of ${fieldTypes.join(', ')}`);
  return {
    name,
    type,
    length: textTypes.has(type) || type in defaultLength ? (defaultLength[type] ?? 255) : 0,
    precision: numberTypes.has(type) ? (type === 'int' ? 8 : 18) : 0,
    scale: type === 'double' || type === 'percent' || type === 'currency' ? 2 : 0,
    values: [],
    referenceTo: [],
    required: false,
    nameField: false,
    readOnly: false,
    externalId: false,
    compound: null,
    ...more,
  };
};

const sizes = (type: string, text: string): Partial<FieldDefinition> => {
  if (text === '') return {};
  if (type === 'reference') return { referenceTo: text.split(',') };
  const [first = 0, second = 0] = text.split(',').map(Number);
  return numberTypes.has(type as SalesforceType) ? { precision: first, scale: second } : { length: first };
};

/**
 * Reads lines such as `Name string(255) required name`, `Rating picklist[Hot|Warm|Cold]`, `ParentId reference(Account)`,
 * `Amount currency(18,2)`, `BillingCity string(40) in:BillingAddress`, `CreatedDate datetime system`.
 */
export const parseFields = (text: string): FieldDefinition[] =>
  text
    .trim()
    .split('\n')
    .map((written) => {
      const [, name = '', type = '', size = '', values = '', flags = ''] = line.exec(written.trim()) ?? [];
      const words = flags.trim().split(' ');
      return defineField(name, type, {
        ...sizes(type, size),
        values: values === '' ? [] : values.split('|'),
        required: words.includes('required'),
        nameField: words.includes('name'),
        readOnly: words.includes('system'),
        externalId: words.includes('external'),
        compound: words.find((word) => word.startsWith('in:'))?.slice(3) ?? null,
      });
    });
