import { z } from 'zod';
import { entity } from './mappings.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

const supply = z.strictObject({
  rule_id: z.string(),
  table_id: z.string(),
  connection_slug: z.string(),
  object: z.string(),
  from: z.array(z.string()),
  transforms: z.array(z.string()),
  mapping_version: z.int(),
  author: z.string(),
  confidence: z.number().nullable(),
  pending: z.boolean(),
});

const field = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    description: z.string(),
    standard: z.string().describe('Where the meaning is defined'),
    format: z.string().nullable(),
    unit: z.string().nullable(),
    currency_in: z.string().nullable(),
    references: z.string().nullable(),
    known_values: z.array(z.string()),
    identity: z.boolean(),
    required: z.boolean(),
    supplies: z.array(supply),
  })
  .meta({ id: 'OntologyField' });

export const ontologyAnswer = z
  .strictObject({
    schema_version: z.int(),
    entities: z.array(
      z
        .strictObject({
          id: z.string(),
          name: entity,
          title: z.string(),
          description: z.string(),
          standard: z.string(),
          view: z.string(),
          primary_key: z.string(),
          golden: z.int().nonnegative().nullable(),
          tables: z.array(
            z.strictObject({
              id: z.string(),
              connection_id: z.uuid(),
              mapping_id: z.string().describe('Of the mapping that makes the entity of it'),
              connection_slug: z.string(),
              system: z.string(),
              object: z.string(),
            }),
          ),
          fields: z.array(field),
        })
        .meta({ id: 'OntologyEntity' }),
    ),
  })
  .meta({ id: 'Ontology' });

export const sourceTablesQuery = z.strictObject({
  ...pageQuery,
  connection_id: z.uuid().optional(),
  unmapped: z.enum(['true']).optional().describe('Only tables with a column that nothing reads'),
  q: z.string().trim().min(1).max(200).optional().describe('Part of the name of a table or column'),
});
export const sourceTables = pageOf(
  z
    .strictObject({
      id: z.string(),
      connection_id: z.uuid(),
      connection_slug: z.string(),
      connection_name: z.string(),
      system: z.string(),
      object: z.string(),
      entities: z.array(entity),
      columns: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          type: z.string(),
          nullable: z.boolean(),
          lost: z.boolean(),
          uses: z.array(z.enum(['key', 'change_field', 'condition'])),
          targets: z.array(z.string()).describe('Canonical fields that it gives values to: `account.name`'),
        }),
      ),
      column_count: z.int(),
      mapped_count: z.int(),
    })
    .meta({ id: 'SourceTable' }),
).meta({ id: 'SourceTablePage' });

export const sourceValuesQuery = z.strictObject({
  connection_id: z.uuid(),
  object: z.string().min(1).max(1_024).describe("The object's name in the source"),
});
export const sourceValues = z
  .strictObject({
    connection_id: z.uuid(),
    object: z.string(),
    measured: z
      .strictObject({
        at: timestamp,
        rows: z.int().nonnegative(),
        whole: z.boolean().describe('True: all rows of a read; false: only those that had changed'),
      })
      .nullable()
      .describe('By the last read of the object as it is shaped now; null: nothing was measured'),
    columns: z
      .array(
        z.strictObject({
          name: z.string(),
          empty_share: z.number().min(0).max(1).describe('Of the rows: absent, null or blank'),
          shapes: z
            .array(z.string())
            .describe(
              'What its values look like, the most frequent first, none in clear: letters as one `a`, digits as 9, numbers as the digits before their point',
            ),
        }),
      )
      .describe('Those that were measured; the others are not told'),
  })
  .meta({ id: 'SourceValues' });
