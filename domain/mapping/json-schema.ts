import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { Json } from '../json.ts';
import type { Parameter, TransformSpec } from './transform-spec.ts';
import { transformSpecs } from './transform-table.ts';
import { entities } from './types.ts';
import type { Entity } from './types.ts';

type Schema = Readonly<Record<string, Json>>;

const scalar: Schema = { type: ['string', 'number', 'boolean', 'null'] };
const text: Schema = { type: 'string', minLength: 1 };
const texts: Schema = { anyOf: [text, { type: 'array', items: text, minItems: 1 }] };

const parameterType = ({ type, choices, minimum, maximum }: Parameter): Schema => {
  switch (type) {
    case 'text':
      return { type: 'string' };
    case 'word':
      return choices === undefined ? { type: 'string' } : { enum: choices };
    case 'integer':
      return {
        type: 'integer',
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
      };
    case 'decimal':
      return { type: ['number', 'string'] };
    case 'boolean':
      return { type: 'boolean' };
    case 'texts':
      return texts;
    case 'scalars':
      return { anyOf: [scalar, { type: 'array', items: scalar }] };
    case 'table':
      return { type: 'object', minProperties: 1, additionalProperties: scalar };
  }
};

const described = (parameter: Parameter): Schema => ({
  description: parameter.description,
  ...parameterType(parameter),
});

const transformSchema = (spec: TransformSpec): readonly Schema[] => {
  const required = spec.parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  const long: Schema = {
    type: 'object',
    properties: Object.fromEntries(
      spec.parameters.map((parameter) => [parameter.name, described(parameter)]),
    ),
    required,
    additionalProperties: false,
  };
  const primary = spec.parameters.find((parameter) => parameter.primary);
  const value: Schema = primary === undefined ? long : { anyOf: [long, described(primary)] };
  const map: Schema = {
    type: 'object',
    description: spec.summary,
    properties: { [spec.name]: value },
    required: [spec.name],
    additionalProperties: false,
  };
  const alone: Schema = { const: spec.name, description: spec.summary };
  if (spec.parameters.length === 0) return [alone];
  return required.length === 0 ? [alone, map] : [map];
};

const condition: Schema = {
  type: 'object',
  properties: {
    path: text,
    formerly: { ...text, description: 'Read where a stored record does not hold the path.' },
    equals: { type: ['string', 'number', 'boolean'] },
    not_equals: { type: ['string', 'number', 'boolean'] },
    in: { type: 'array', minItems: 1 },
    not_in: { type: 'array', minItems: 1 },
    is_null: { type: 'boolean' },
    is_not_null: { type: 'boolean' },
  },
  required: ['path'],
  minProperties: 2,
  maxProperties: 3,
  additionalProperties: false,
};

const transforms: Schema = {
  anyOf: [{ $ref: '#/$defs/transform' }, { type: 'array', items: { $ref: '#/$defs/transform' } }],
  description: 'Steps in their order.',
};

const formerly: Schema = {
  description: 'How records that were stored before hold it.',
  anyOf: [
    text,
    {
      type: 'object',
      properties: { from: texts, transform: transforms, formerly: { $ref: '#/$defs/formerly' } },
      required: ['from'],
      additionalProperties: false,
    },
  ],
};

const rule: Schema = {
  anyOf: [
    text,
    {
      type: 'object',
      properties: {
        from: { ...texts, description: 'Source path, or several for a transform of lists.' },
        transform: transforms,
        formerly: { $ref: '#/$defs/formerly' },
        default: { description: 'Taken when the value is null, empty or absent.', ...scalar },
        required: { type: 'boolean', description: 'A record without the field is quarantined.' },
      },
      additionalProperties: false,
    },
  ],
};

const fieldsSchema = (name: Entity): Schema => {
  const entity = canonicalEntities[name];
  const aliases = Object.entries(entity.aliases).map(([alias, field]): [string, Json] => [
    alias,
    { $ref: '#/$defs/rule', description: `Another name of ${field}.` },
  ]);
  const fields = entity.fields.map((field): [string, Json] => [
    field.name,
    { $ref: '#/$defs/rule', description: field.description },
  ]);
  return {
    if: { properties: { entity: { const: name } } },
    then: {
      properties: {
        fields: {
          type: 'object',
          additionalProperties: false,
          properties: Object.fromEntries([...aliases, ...fields]),
        },
      },
    },
  };
};

/** The JSON Schema (draft 2020-12) of the mapping language, for editors; derived from the model and the transforms. */
export const mappingJsonSchema = (): Json => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'AutonomOS mapping',
  description: 'How one object of a source becomes one canonical entity.',
  type: 'object',
  properties: {
    system: { ...text, description: 'System of the connection.' },
    object: { ...text, description: 'Table, collection, sObject, sheet or file.' },
    entity: { enum: entities },
    version: { type: 'integer', minimum: 1 },
    key: {
      anyOf: [text, { type: 'array', items: text }],
      description: 'Fields of the record key; [] where there is none.',
    },
    change_field: { ...text, description: 'Field by which incremental reads find what changed.' },
    where: {
      type: 'array',
      items: condition,
      description: 'Rows that do not meet every condition are left out.',
    },
    fields: { type: 'object', minProperties: 1 },
  },
  required: ['system', 'object', 'entity', 'version', 'key', 'fields'],
  additionalProperties: false,
  allOf: entities.map(fieldsSchema),
  $defs: { rule, formerly, transform: { anyOf: transformSpecs.flatMap(transformSchema) } },
});
