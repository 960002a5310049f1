/** Changes of the org on purpose: the drift that demos and tests ask for. */
import { z } from 'zod';
import type { Json } from '../../../domain/json.ts';
import { defineField } from './field-definition.ts';
import type { FieldDefinition } from './field-definition.ts';
import type { Org, OrgObject } from './org.ts';
import { SalesforceError } from './salesforce-error.ts';
import { idOf } from './run-soql.ts';
import type { StoredRecord } from './run-soql.ts';
import { wireTime } from './stored-value.ts';

const name = z.string().regex(/^[A-Za-z]\w{0,79}$/);
const record = z.record(z.string(), z.json());
const cells = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const sizes = {
  type: z.string(),
  length: z.number().int().positive().optional(),
  precision: z.number().int().positive().optional(),
  scale: z.number().int().nonnegative().optional(),
  values: z.array(z.string()).optional(),
  external: z.boolean().optional(),
};

const mutation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add_object'), object: name, arguments: z.strictObject({}) }),
  z.strictObject({ kind: z.literal('rename_table'), object: name, arguments: z.strictObject({ to: name }) }),
  z.strictObject({
    kind: z.literal('add_column'),
    object: name,
    arguments: z.strictObject({ name, ...sizes }),
  }),
  z.strictObject({
    kind: z.literal('rename_column'),
    object: name,
    arguments: z.strictObject({ from: name, to: name }),
  }),
  z.strictObject({
    kind: z.literal('retype_column'),
    object: name,
    arguments: z.strictObject({ name, ...sizes }),
  }),
  z.strictObject({ kind: z.literal('drop_column'), object: name, arguments: z.strictObject({ name }) }),
  z.strictObject({
    kind: z.literal('add_picklist_value'),
    object: name,
    arguments: z.strictObject({ name, value: z.string().min(1).max(255) }),
  }),
  z.strictObject({
    kind: z.literal('load_rows'),
    object: name,
    arguments: z.strictObject({ rows: z.array(record) }),
  }),
  z.strictObject({
    kind: z.literal('add_rows'),
    object: name,
    arguments: z.strictObject({ rows: z.array(record) }),
  }),
  z.strictObject({
    kind: z.literal('update_rows'),
    object: name,
    arguments: z.strictObject({ where: z.record(z.string(), cells), values: record }),
  }),
  z.strictObject({
    kind: z.literal('delete_rows'),
    object: name,
    arguments: z.strictObject({ where: z.record(z.string(), cells) }),
  }),
  z.strictObject({
    kind: z.literal('backdate'),
    object: name,
    arguments: z.strictObject({ newest: z.iso.datetime(), secondsApart: z.number().positive() }),
  }),
]);

type Mutation = z.output<typeof mutation>;
type Shape = { readonly type: string } & Partial<
  Record<'length' | 'precision' | 'scale', number | undefined>
> & {
    readonly values?: readonly string[] | undefined;
    readonly external?: boolean | undefined;
  };

const given = ({ length, precision, scale, values, external }: Shape): Partial<FieldDefinition> => ({
  ...(length === undefined ? {} : { length }),
  ...(precision === undefined ? {} : { precision }),
  ...(scale === undefined ? {} : { scale }),
  ...(values === undefined ? {} : { values }),
  ...(external === undefined ? {} : { externalId: external }),
});

const rewrite = (object: OrgObject, change: (row: Record<string, Json>) => void): void => {
  for (const [id, row] of object.records) {
    const copy: Record<string, Json> = { ...row };
    change(copy);
    object.records.set(id, Object.freeze(copy));
  }
};

const textTypes = ['string', 'textarea', 'picklist', 'phone', 'email', 'url', 'multipicklist'];

/** What becomes of a stored value when its field changes type; what does not fit becomes null. */
const converted = (type: string, value: Json | undefined): Json => {
  if (value === null || value === undefined) return type === 'boolean' ? false : null;
  if (type === 'boolean') return value === true || value === 'true';
  if (textTypes.includes(type)) return typeof value === 'object' ? null : String(value);
  if (type === 'date' || type === 'datetime')
    return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null;
  const number = Number(value);
  return Number.isFinite(number) ? (type === 'int' ? Math.trunc(number) : number) : null;
};

const existing = (object: OrgObject, wanted: string): FieldDefinition => {
  const field = object.definition.fields.find((known) => known.name === wanted);
  if (field !== undefined) return field;
  throw new RangeError(`${object.definition.name} has no field ${wanted}`);
};

const matching = (object: OrgObject, where: Readonly<Record<string, Json>>): StoredRecord[] =>
  [...object.records.values()].filter(
    (row) =>
      row['IsDeleted'] !== true && Object.entries(where).every(([field, value]) => row[field] === value),
  );

const addColumn = (org: Org, object: OrgObject, wanted: Shape & { readonly name: string }): void => {
  const { fields } = object.definition;
  if (fields.some((field) => field.name === wanted.name))
    throw new RangeError(`there is already a field ${wanted.name}`);
  org.setFields(object, [...fields, defineField(wanted.name, wanted.type, given(wanted))]);
  rewrite(object, (row) => {
    row[wanted.name] = wanted.type === 'boolean' ? false : null;
  });
};

const renameColumn = (org: Org, object: OrgObject, from: string, to: string): void => {
  const field = existing(object, from);
  if (object.definition.fields.some((other) => other.name === to))
    throw new RangeError(`there is already a field ${to}`);
  const renamed = object.definition.fields.map((other) => (other === field ? { ...field, name: to } : other));
  org.setFields(object, renamed);
  rewrite(object, (row) => {
    row[to] = row[from] ?? null;
    // The row is a private copy with names of the schema.
    Reflect.deleteProperty(row, from);
  });
};

const retypeColumn = (org: Org, object: OrgObject, wanted: Shape & { readonly name: string }): void => {
  const field = existing(object, wanted.name);
  const { nameField, required, externalId } = field;
  const retyped = defineField(field.name, wanted.type, { nameField, required, externalId, ...given(wanted) });
  org.setFields(
    object,
    object.definition.fields.map((other) => (other === field ? retyped : other)),
  );
  rewrite(object, (row) => {
    row[field.name] = converted(wanted.type, row[field.name]);
  });
};

const dropColumn = (org: Org, object: OrgObject, wanted: string): void => {
  const field = existing(object, wanted);
  org.setFields(
    object,
    object.definition.fields.filter((other) => other !== field),
  );
  rewrite(object, (row) => {
    Reflect.deleteProperty(row, wanted);
  });
};

const addPicklistValue = (org: Org, object: OrgObject, wanted: string, value: string): void => {
  const field = existing(object, wanted);
  const extended = { ...field, values: [...field.values, value] };
  org.setFields(
    object,
    object.definition.fields.map((other) => (other === field ? extended : other)),
  );
};

/** Spreads the change times back from `newest`, so that a young org looks like one that has been used for a while. */
const backdate = (object: OrgObject, newest: string, secondsApart: number): void => {
  let at = Date.parse(newest);
  rewrite(object, (row) => {
    const time = wireTime(new Date(at));
    Object.assign(row, { CreatedDate: time, LastModifiedDate: time, SystemModstamp: time });
    at -= secondsApart * 1000;
  });
};

const applyToRows = (org: Org, object: OrgObject, change: Mutation): void => {
  switch (change.kind) {
    case 'load_rows':
      org.load(change.object, change.arguments.rows);
      return;
    case 'add_rows':
      for (const row of change.arguments.rows) org.create(object, row);
      return;
    case 'update_rows':
      for (const row of matching(object, change.arguments.where))
        org.update(object, idOf(row), change.arguments.values);
      return;
    case 'delete_rows':
      for (const row of matching(object, change.arguments.where)) org.remove(object, idOf(row));
      return;
    case 'backdate':
      backdate(object, change.arguments.newest, change.arguments.secondsApart);
      return;
    default:
      applyToSchema(org, object, change);
  }
};

const applyToSchema = (org: Org, object: OrgObject, change: Mutation): void => {
  switch (change.kind) {
    case 'rename_table':
      org.rename(change.object, change.arguments.to);
      return;
    case 'add_column':
      addColumn(org, object, change.arguments);
      return;
    case 'rename_column':
      renameColumn(org, object, change.arguments.from, change.arguments.to);
      return;
    case 'retype_column':
      retypeColumn(org, object, change.arguments);
      return;
    case 'drop_column':
      dropColumn(org, object, change.arguments.name);
      return;
    case 'add_picklist_value':
      addPicklistValue(org, object, change.arguments.name, change.arguments.value);
      return;
    default:
  }
};

/** Applies one mutation; throws SalesforceError `INVALID_MUTATION` (400) for an unknown kind or arguments that do not fit. */
export const mutateOrg = (org: Org, wanted: unknown): void => {
  const parsed = mutation.safeParse(wanted);
  if (!parsed.success) throw new SalesforceError(400, 'INVALID_MUTATION', z.prettifyError(parsed.error));
  const change = parsed.data;
  try {
    const object =
      change.kind === 'add_object' ? org.addObject(change.object) : org.get(change.object, 'path');
    applyToRows(org, object, change);
    org.changed();
  } catch (error) {
    if (error instanceof RangeError) throw new SalesforceError(400, 'INVALID_MUTATION', error.message);
    throw error;
  }
};
