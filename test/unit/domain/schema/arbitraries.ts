import fc from 'fast-check';
import { fieldTypes } from '../../../../domain/schema/types.ts';
import type { SourceField, SourceObject, SourceSchema } from '../../../../domain/schema/types.ts';

const names = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('id', '__proto__', 'a.b[]', 'Ünï'),
);

/** Any field a connector may report. */
const sourceFields: fc.Arbitrary<SourceField> = fc
  .record({
    name: names,
    type: fc.constantFrom(...fieldTypes),
    nullable: fc.boolean(),
    zoned: fc.option(fc.boolean(), { nil: undefined }),
    scale: fc.option(fc.nat(6), { nil: undefined }),
    values: fc.option(fc.uniqueArray(fc.string({ maxLength: 6 }), { maxLength: 5 }), { nil: undefined }),
    types: fc.option(fc.uniqueArray(fc.constantFrom(...fieldTypes), { maxLength: 4 }), { nil: undefined }),
  })
  .map((field) => JSON.parse(JSON.stringify(field)) as SourceField);

/** Any readable object: fields of distinct names, the key among them. */
export const sourceObjects: fc.Arbitrary<SourceObject> = fc
  .record({
    name: names,
    kind: fc.constantFrom('table', 'view', 'collection', 'sobject', 'sheet', 'file'),
    fields: fc.uniqueArray(sourceFields, { maxLength: 8, selector: (field) => field.name }),
    keys: fc.nat(2),
  })
  .map(({ keys, ...object }) => ({
    ...object,
    key: object.fields.slice(0, keys).map((field) => field.name),
    changeFields: [],
    access: 'granted' as const,
  }));

export const sourceSchemas: fc.Arbitrary<SourceSchema> = fc
  .uniqueArray(sourceObjects, { maxLength: 4, selector: (object) => object.name })
  .map((objects) => ({ objects }));

const reversed = <T>(items: readonly T[]): T[] => [...items].reverse();

/** The same field as another reading of an unchanged source might report it. */
const noisyField = (field: SourceField, object: SourceObject): SourceField => ({
  ...field,
  nativeType: `${field.nativeType ?? field.type} COLLATE "C"`,
  length: 255,
  comment: 'seen again',
  presence: 0.5,
  nullable:
    object.kind === 'table' || object.kind === 'sobject'
      ? object.key.includes(field.name)
        ? !field.nullable
        : field.nullable
      : !field.nullable,
  ...(field.values && { values: reversed(field.values) }),
  ...(field.types && { types: [...reversed(field.types), 'null' as const] }),
});

/** The same object with every order turned round and every volatile part changed. */
const noisyObject = (object: SourceObject): SourceObject => ({
  ...object,
  fields: reversed(object.fields).map((field) => noisyField(field, object)),
  key: reversed(object.key),
  changeFields: object.fields.map((field) => field.name),
  comment: 'seen again',
  rowEstimate: 7,
});

export const noisySchema = (schema: SourceSchema): SourceSchema => ({
  objects: reversed(schema.objects).map(noisyObject),
  guesses: ['the encoding'],
});
