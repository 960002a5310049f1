import { z } from 'zod';
import { graphNodeTypes } from '../../domain/lineage/graph.ts';
import { nodeKinds } from '../../domain/lineage/node-id.ts';
import { directions } from '../../domain/lineage/trace.ts';
import { orNull } from './or-null.ts';
import { entity } from './mappings.ts';

const count = z.int().nonnegative();
const confidence = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .describe('Of the repair that gave the rule its form; null where a person or a shipped mapping did');

const nodeKind = z.enum(nodeKinds).meta({ id: 'LineageNodeKind' });

const slugs = z.string().max(4_000);

export const graphQuery = z.strictObject({
  nodes: z.coerce
    .number()
    .int()
    .min(20)
    .max(2_000)
    .default(300)
    .describe('Above this the tables of each source stand as one node, then sources are left out'),
  fields: z.coerce.number().int().min(0).max(1_000).default(200).describe('Fields listed on an edge'),
  collapse: slugs.optional().describe('Slugs, by commas: the tables of these sources stand as one node each'),
  expand: slugs
    .optional()
    .describe('Slugs, by commas: the tables of these stand each by itself, however many there are'),
});

const graphField = z.strictObject({
  from: z.array(z.string()),
  to: z.string().nullable().describe('Null where a column only belongs to its table'),
  confidence,
  pending: z.boolean(),
});

export const dclGraph = z
  .strictObject({
    nodes: z.array(
      z
        .strictObject({
          id: z.string(),
          type: z.enum(graphNodeTypes),
          depth: z.int().min(0).max(3),
          label: z.string(),
          parent: z.string().nullable(),
          connection_id: z.uuid().nullable(),
          system: z.string().nullable(),
          status: z.enum(['ok', 'pending', 'unmapped', 'stale', 'degraded', 'broken', 'paused']),
          reason: z.string().nullable().describe('What ails a stale, degraded or broken source'),
          fields: count,
          mapped_fields: count,
          tables: count,
          records: count.nullable().describe('Live source records, counted up to `counted_up_to` per table'),
          golden: count.nullable().describe('Golden records of an entity in the current generation'),
        })
        .meta({ id: 'GraphNode' }),
    ),
    edges: z.array(
      z
        .strictObject({
          id: z.string(),
          source: z.string(),
          target: z.string(),
          kind: z.enum(['hierarchy', 'dataflow']),
          fields: z.array(graphField),
          field_count: count,
          records: count.nullable(),
          confidence,
          status: z.enum(['ok', 'pending']),
        })
        .meta({ id: 'GraphEdge' }),
    ),
    grouped_sources: count.describe('Sources whose tables stand as one node'),
    left_out_sources: count,
    counted_up_to: count,
    seq: count.describe("The tenant's newest event when records were counted"),
    generation: z.int().nullable().describe('The current generation of the unified views'),
  })
  .meta({ id: 'DclGraph' });

const nodeFields = {
  id: z.string(),
  kind: nodeKind,
  depth: z.int(),
  label: z.string(),
  path: z.string().describe('The label with what holds it'),
  within: z.string().nullable().describe('Id of the node that holds it'),
  type: z.string().nullable(),
  state: z.enum(['ok', 'former', 'lost', 'pending', 'unused', 'unfed']),
  connection_id: z.uuid().nullable(),
  uses: z.array(z.enum(['key', 'change_field', 'condition'])).describe('What else a column serves for'),
  rule: z
    .strictObject({
      mapping_id: z.string(),
      mapping_version: z.int(),
      author: z.string(),
      from: z.array(z.string()),
      transforms: z.array(z.string()),
      required: z.boolean(),
      has_default: z.boolean(),
      confidence,
    })
    .nullable(),
};
export const lineageNode = z.strictObject(nodeFields).meta({ id: 'LineageNode' });

export const searchQuery = z.strictObject({
  q: z.string().trim().min(1).max(200).describe('Every word must stand in the name or in what holds it'),
  kind: nodeKind.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const searchAnswer = z
  .strictObject({ data: z.array(lineageNode), total: count })
  .meta({ id: 'LineageSearch' });

/** An id without its kind: `column:crm/accounts.csv/Company` is kind `column`, id `crm/accounts.csv/Company`. */
export const lineageParams = z.strictObject({
  node_kind: nodeKind,
  node_id: z.string().min(1).max(4_000),
});
export const lineageQuery = z.strictObject({
  direction: z.enum(directions).default('both'),
  steps: z.coerce.number().int().min(1).max(4).default(4),
  limit: z.coerce.number().int().min(1).max(1_000).default(200).describe('Nodes told, the nearest first'),
});
export const lineageAnswer = z
  .strictObject({
    node: lineageNode,
    nodes: z.array(
      z
        .strictObject({
          ...nodeFields,
          steps: z.int(),
          upstream: count.describe('Nodes that it is made of directly, shown or not'),
          downstream: count,
        })
        .meta({ id: 'TracedNode' }),
    ),
    edges: z.array(z.strictObject({ source: z.string(), target: z.string(), former: z.boolean() })),
    reach: z.strictObject({ up: count, down: count }),
    left_out: count,
    troubled_sources: z
      .array(
        z.strictObject({
          connection_id: z.uuid(),
          status: z.enum(['stale', 'degraded', 'broken', 'paused']),
          reason: z.string().nullable(),
        }),
      )
      .describe('Sources of the nodes told that fail, rest or are not read on time, and why'),
    insights: z
      .array(
        z.strictObject({
          insight_id: z.uuid(),
          agent: z.string(),
          kind: z.string(),
          severity: z.string(),
          title: z.string(),
        }),
      )
      .describe('What agents downstream found in their latest runs, the gravest first, at most 20'),
  })
  .meta({ id: 'Lineage' });

const effect = z.enum(['lost', 'thinner', 'regained', 'added', 'changed']).meta({ id: 'ImpactEffect' });
const tableState = z.enum(['read', 'parked', 'unread']);

export const impactQuery = z
  .strictObject({
    node: z
      .string()
      .min(1)
      .max(4_000)
      .optional()
      .describe('Id of a source, table, column or rule: as if it were gone'),
    repair_id: z.uuid().optional().describe('As if this repair were applied'),
  })
  .refine(({ node, repair_id }) => (node === undefined) !== (repair_id === undefined), {
    message: 'Give either `node` or `repair_id`',
    path: ['node'],
  });
const tableName = { table_id: z.string(), slug: z.string(), object: z.string(), entity };
export const impactAnswer = z
  .strictObject({
    subject: z.strictObject({
      node: orNull(lineageNode),
      repair_id: z.uuid().nullable(),
    }),
    fields: z.array(
      z.strictObject({
        ...tableName,
        field: z.string(),
        effect,
        required: z.boolean(),
        before: z.array(z.string()),
        after: z.array(z.string()),
        golden: count
          .nullable()
          .describe('Golden records whose value comes from there; null before the first connect'),
      }),
    ),
    tables: z.array(z.strictObject({ ...tableName, before: tableState, after: tableState })),
    records: z
      .array(z.strictObject({ ...tableName, records: count }))
      .describe('Live records of the tables touched'),
    columns: z.array(
      z.strictObject({
        view: z.string(),
        column: z.string(),
        effect,
        suppliers_before: count,
        suppliers_after: count,
      }),
    ),
    agents: z.array(
      z.strictObject({
        agent: z.string(),
        title: z.string(),
        columns: z.array(z.string()),
        starved: z.boolean(),
      }),
    ),
    counted_up_to: count.describe('Counts of records stop here'),
    golden_counted_up_to: count.describe('So many golden records per view were looked at'),
  })
  .meta({ id: 'Impact' });
