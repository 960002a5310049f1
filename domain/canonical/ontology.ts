import type { Json } from '../json.ts';
import { canonicalEntities } from './canonical-entities.ts';
import type { CanonicalEntity, CanonicalField } from './field.ts';
import { schemaVersion } from './schema-version.ts';

const fieldForm = (field: CanonicalField): Json => ({
  description: field.description,
  type: field.type,
  ...(field.format === null ? {} : { format: field.format }),
  ...(field.unit === null ? {} : { unit: field.unit }),
  ...(field.money === null ? {} : { currency_in: field.money }),
  ...(field.references === null ? {} : { references: field.references }),
  ...(field.knownValues.length === 0 ? {} : { known_values: field.knownValues }),
  ...(field.identity ? { identity: true } : {}),
  source: field.source,
});

const entityForm = (entity: CanonicalEntity): Json => ({
  title: entity.title,
  description: entity.description,
  source: entity.source,
  required: entity.required,
  ...(Object.keys(entity.aliases).length === 0 ? {} : { aliases: entity.aliases }),
  fields: Object.fromEntries(entity.fields.map((field) => [field.name, fieldForm(field)])),
});

/** The canonical model as data: what every entity and field means, for people, retrieval and the console. */
export const ontology = (): Json => ({
  schema_version: schemaVersion,
  entities: Object.fromEntries(
    Object.values(canonicalEntities).map((entity) => [entity.name, entityForm(entity)]),
  ),
});
