/** Salesforce's describe answers as our schema. */
import type { DescribeSObjectResult } from 'jsforce';
import type { FieldType, SourceField, SourceObject } from '../../domain/schema/types.ts';

type DescribedField = DescribeSObjectResult['fields'][number];

interface PicklistEntry {
  readonly active: boolean;
  readonly value: string;
}

const types: Readonly<Record<string, FieldType>> = {
  boolean: 'boolean',
  int: 'integer',
  long: 'integer',
  double: 'decimal',
  currency: 'decimal',
  percent: 'decimal',
  date: 'date',
  datetime: 'timestamp',
  time: 'time',
  picklist: 'enum',
  address: 'object',
  location: 'object',
  complexvalue: 'object',
  json: 'json',
};

/** Best first: only SystemModstamp also moves when the system itself changes a record. */
const changeFields = ['SystemModstamp', 'LastModifiedDate', 'CreatedDate'];

const nativeType = (field: DescribedField): string =>
  field.length > 0 && field.type !== 'id' && field.type !== 'reference'
    ? `${field.type}(${field.length})`
    : field.type;

/** What only some types have. */
const details = (field: DescribedField): Partial<SourceField> => {
  const entries = (field.picklistValues ?? []) as readonly PicklistEntry[];
  const values = entries.filter(({ active }) => active).map(({ value }) => value);
  const [target, ...others] = field.referenceTo ?? [];
  const sized = field.precision > 0;
  return {
    ...(field.length > 0 ? { length: field.length } : {}),
    ...(sized ? { precision: field.precision } : {}),
    ...(sized ? { scale: field.scale } : {}),
    ...(field.type === 'datetime' ? { zoned: true } : {}),
    ...(field.type === 'picklist' || field.type === 'multipicklist' ? { values } : {}),
    ...(target !== undefined && others.length === 0 ? { references: { object: target, field: 'Id' } } : {}),
    ...(field.label !== field.name && field.label !== '' ? { comment: field.label } : {}),
  };
};

const sourceField = (field: DescribedField): SourceField => ({
  name: field.name,
  type: types[field.type] ?? 'string',
  nullable: field.nillable,
  nativeType: nativeType(field),
  ...details(field),
});

/** Binary bodies cannot be queried in bulk; compound fields are left out where their parts are there themselves. */
const isRead = (field: DescribedField, compounds: ReadonlySet<string>): boolean =>
  field.type !== 'base64' &&
  !(compounds.has(field.name) && (field.type === 'address' || field.type === 'location'));

/** One described sObject as a source object. */
export const sourceObject = (described: DescribeSObjectResult): SourceObject => {
  const parts = described.fields.map((field) => field.compoundFieldName ?? '');
  const compounds = new Set(parts.filter((name) => name !== ''));
  const fields = described.fields.filter((field) => isRead(field, compounds)).map(sourceField);
  const names = new Set(fields.map(({ name }) => name));
  return {
    name: described.name,
    kind: 'sobject',
    fields,
    key: names.has('Id') ? ['Id'] : [],
    changeFields: changeFields.filter((name) => names.has(name)),
    ...(described.label !== described.name ? { comment: described.label } : {}),
    access: described.queryable ? 'granted' : 'lost',
  };
};

/** An object that is configured but not offered to us: gone or no longer permitted; Salesforce does not tell which. */
export const lostObject = (name: string): SourceObject => ({
  name,
  kind: 'sobject',
  fields: [],
  key: [],
  changeFields: [],
  access: 'lost',
});
