import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import { schemaVersion } from '../../../domain/canonical/schema-version.ts';
import { idColumn, viewNames } from '../../../domain/dcl/views.ts';
import type { LineageSource } from '../../../domain/lineage/catalogue.ts';
import { coverageOf } from '../../../domain/lineage/coverage.ts';
import type { EntityCoverage, FieldCoverage } from '../../../domain/lineage/coverage.ts';
import { nodeId } from '../../../domain/lineage/node-id.ts';
import { currentGeneration } from '../../../platform/database/repositories/dcl-generations.ts';
import { ontologyAnswer } from '../../contract/ontology.ts';
import { endpoint } from '../../endpoint.ts';
import { mappingIdOf } from '../mesh/mapping-id.ts';

export const getOntology = endpoint({
  id: 'getOntology',
  method: 'get',
  path: '/dcl/ontology',
  aliases: ['/api/v1/dcl/ontology_schema', '/dcl/ontology_schema', '/ontology_schema'],
  tag: 'dcl',
  summary:
    'The canonical model: entities and fields with their standards, and which tables give each field by which rule',
  role: 'viewer',
  replies: { 200: ontologyAnswer },
  handle: async ({ transaction }, { lineages }) => {
    const { catalogue } = await lineages.of(transaction);
    const generation = await currentGeneration(transaction);
    const sources = new Map(catalogue.sources.map((source) => [source.slug, source]));
    return {
      status: 200,
      body: {
        schema_version: schemaVersion,
        entities: coverageOf(catalogue).map((covered) => ({
          ...entityView(covered, sources),
          golden: generation?.counts?.golden[covered.entity] ?? null,
        })),
      },
    };
  },
});

const entityView = (
  { id, entity, tables, fields }: EntityCoverage,
  sources: ReadonlyMap<string, LineageSource>,
) => {
  const { title, description, source, required } = canonicalEntities[entity];
  const alone = new Set(required.filter((group) => group.length === 1).flat());
  return {
    id,
    name: entity,
    title,
    description,
    standard: source,
    view: viewNames[entity],
    primary_key: idColumn(entity),
    tables: tables.flatMap(({ slug, stream, object }) => {
      const source = sources.get(slug);
      if (source === undefined) return [];
      const { connectionId, system } = source;
      return [
        {
          id: nodeId.table(slug, stream),
          connection_id: connectionId,
          mapping_id: mappingIdOf({ connectionId, stream, entity }),
          connection_slug: slug,
          system,
          object,
        },
      ];
    }),
    fields: fields.map((covered) => fieldView(covered, alone.has(covered.field.name))),
  };
};

const fieldView = ({ id, field, supplies }: FieldCoverage, required: boolean) => ({
  id,
  name: field.name,
  type: field.type,
  description: field.description,
  standard: field.source,
  format: field.format,
  unit: field.unit,
  currency_in: field.money,
  references: field.references,
  known_values: [...field.knownValues],
  identity: field.identity,
  required,
  supplies: supplies.map(({ slug, stream, from, transforms, ...rest }) => ({
    ...rest,
    table_id: nodeId.table(slug, stream),
    connection_slug: slug,
    from: [...from],
    transforms: [...transforms],
  })),
});
