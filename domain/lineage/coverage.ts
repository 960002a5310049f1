import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { CanonicalField } from '../canonical/field.ts';
import { entities } from '../mapping/types.ts';
import type { Entity } from '../mapping/types.ts';
import { inOrder } from './catalogue.ts';
import type { LineageCatalogue, LineageTable } from './catalogue.ts';
import { ColumnsOf } from './columns-of.ts';
import { nodeId } from './node-id.ts';

/** A table's rule for a canonical field. */
export interface FieldSupply {
  readonly rule_id: string;
  readonly slug: string;
  readonly stream: string;
  readonly object: string;
  readonly from: readonly string[];
  readonly transforms: readonly string[];
  readonly mapping_version: number;
  readonly author: string;
  readonly confidence: number | null;
  readonly pending: boolean;
}

export interface FieldCoverage {
  readonly id: string;
  readonly field: CanonicalField;
  readonly supplies: readonly FieldSupply[];
}

export interface EntityCoverage {
  readonly id: string;
  readonly entity: Entity;
  /** Tables mapped to the entity. */
  readonly tables: readonly Pick<LineageTable, 'slug' | 'stream' | 'object'>[];
  readonly fields: readonly FieldCoverage[];
}

/** For every canonical field, which tables give it and by which rule. */
export const coverageOf = (catalogue: LineageCatalogue): readonly EntityCoverage[] => {
  const { tables } = inOrder(catalogue);
  return entities.map((entity) => {
    const supplies = suppliesOf(tables, entity);
    return {
      id: nodeId.entity(entity),
      entity,
      tables: tables
        .filter(({ mappings }) => mappings.some(({ mapping }) => mapping.entity === entity))
        .map(({ slug, stream, object }) => ({ slug, stream, object })),
      fields: canonicalEntities[entity].fields.map((field) => ({
        id: nodeId.field(entity, field.name),
        field,
        supplies: supplies.get(field.name) ?? [],
      })),
    };
  });
};

const suppliesOf = (
  tables: readonly LineageTable[],
  entity: Entity,
): ReadonlyMap<string, readonly FieldSupply[]> => {
  const supplies = new Map<string, FieldSupply[]>();
  for (const table of tables) {
    const columns = new ColumnsOf(table);
    const { slug, stream, object } = table;
    for (const { mapping, author, confidence } of table.mappings) {
      if (mapping.entity !== entity) continue;
      for (const [field, { from, transforms }] of Object.entries(mapping.fields)) {
        const supply = {
          rule_id: nodeId.rule(slug, stream, entity, field),
          slug,
          stream,
          object,
          from,
          transforms: transforms.map(({ name }) => name),
          mapping_version: mapping.version,
          author,
          confidence: confidence[field] ?? null,
          pending: from.length > 0 && from.every((path) => columns.isLost(path)),
        };
        supplies.set(field, [...(supplies.get(field) ?? []), supply]);
      }
    }
  }
  return supplies;
};

/** Which canonical fields a column of a table gives values to. */
export const targetsOf = (table: LineageTable): ReadonlyMap<string, readonly string[]> => {
  const columns = new ColumnsOf(table);
  const targets = new Map<string, string[]>();
  for (const { mapping } of table.mappings)
    for (const [field, { from }] of Object.entries(mapping.fields))
      for (const name of new Set(from.map((path) => columns.nameOf(path))))
        targets.set(name, [...(targets.get(name) ?? []), `${mapping.entity}.${field}`]);
  return targets;
};
