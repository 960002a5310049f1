import { z } from 'zod';
import { agentIds } from '../../domain/agents/finding.ts';
import { columnType, indexedColumns } from '../../domain/dcl/views.ts';
import { entities } from '../../domain/mapping/types.ts';
import { unifiedEntities } from '../../domain/unify/plan.ts';
import { jsonObject } from './json-object.ts';
import { entity } from './mappings.ts';
import { orNull } from './or-null.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

const count = z.int().nonnegative();
const counts = z.record(z.string(), count);
const goldenId = z.string().min(1).max(100).meta({ example: 'acc_c44136eb351241d55986b70a' });
const recordKey = z.string().min(1).max(6_000);
const reason = z.string().min(1).max(2_000).optional().describe('Why, for those who read it later');

export const connectBody = z
  .strictObject({
    sources: z
      .array(z.string().min(1).max(200))
      .max(1_000)
      .optional()
      .describe(
        'Slugs or ids that must be connected; a build always takes all of the sources that there are',
      ),
    agents: z.array(z.enum(agentIds)).optional().describe('Which agents look at it afterwards; default: all'),
    model: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Kept with the task; no step of a build asks a model'),
    heuristicOnly: z.boolean().optional().describe('Kept with the task; no step of a build asks a model'),
    estimate: z
      .boolean()
      .optional()
      .describe('Estimate the weights of unification anew instead of taking those of the generation before'),
  })
  .optional();

const viewCounts = z
  .strictObject({
    records: counts.describe('Canonical records, by entity'),
    golden: counts.describe('Golden records, by entity'),
    duplicates: counts.describe('Records that went into a golden record with others, by entity'),
    unlinked: counts.describe('References to an account that no golden account answers, by entity'),
    out_of_range: counts.describe('Values that a column of a view cannot hold, by entity'),
    written: count,
    removed: count,
  })
  .meta({ id: 'GenerationCounts' });

export const generation = z
  .strictObject({
    generation: count,
    state: z.enum(['building', 'published', 'failed']),
    current: z.boolean(),
    task_id: z.uuid(),
    canonical_seq: count.describe('The last canonical event that it knows'),
    content_hash: z
      .string()
      .nullable()
      .describe('Equal for equal content, whatever the tenant, order or build'),
    view_hashes: orNull(z.record(z.string(), z.string())),
    counts: orNull(viewCounts),
    file_bytes: count.nullable(),
    error: z.string().nullable(),
    started_at: timestamp,
    published_at: timestamp.nullable(),
  })
  .meta({ id: 'Generation' });

export const dclState = z
  .strictObject({
    current: orNull(generation).describe('What the views show; null before the first connect'),
    newest: orNull(generation).describe('The newest build, whatever became of it'),
    behind: count.describe('Canonical events that the current generation does not know'),
    task_id: z.uuid().nullable().describe('The connect that is queued or running'),
    decisions: count.describe("People's decisions that hold"),
  })
  .meta({ id: 'DclState' });

export const viewParams = z.strictObject({ entity });
export const goldenParams = z.strictObject({ entity, golden_id: goldenId });

const columns = [...new Set(entities.flatMap((each) => indexedColumns[each]))].sort();
const ranged = columns.filter((column) =>
  entities.some((each) => (columnType(each, column) ?? 'text') !== 'text'),
);
const optional = z.string().min(1).max(4_096).optional();
const listOf = entities.map((each) => `${each}: ${indexedColumns[each].join(', ')}`).join('; ');

export const viewQuery = z.strictObject({
  ...pageQuery,
  sort: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe(`A column, with \`-\` before it for descending; default: the id. Columns by entity: ${listOf}`),
  ...Object.fromEntries(columns.map((column) => [column, optional.describe('Rows with this value')])),
  ...Object.fromEntries(ranged.map((column) => [`${column}_from`, optional.describe('This value or more')])),
  ...Object.fromEntries(ranged.map((column) => [`${column}_to`, optional.describe('This value or less')])),
});

const goldenSource = z
  .strictObject({
    record_key: z.string(),
    record_id: z.string(),
    connection_id: z.uuid(),
    system: z.string(),
    source_object: z.string(),
    mapping_version: z.int().nullable(),
    seq: count.describe('The event that holds what the record says'),
    more: count
      .optional()
      .describe('Records that say the same and are not listed: cost lines of one resource'),
    pending: orNull(z.record(z.string(), z.strictObject({ seq: count, mapping_version: z.int().nullable() })))
      .optional()
      .describe('Fields that wait for a repair: where their value was known last'),
  })
  .meta({ id: 'GoldenSource' });

const goldenFields = {
  golden_id: goldenId,
  entity,
  values: jsonObject.describe('Canonical fields; decimals and days are texts'),
  extras: jsonObject,
  sources: z.array(goldenSource),
  generation: count.describe('The generation that last changed it'),
};
export const goldenRecord = z.strictObject(goldenFields).meta({ id: 'GoldenRecord' });
export const goldenPage = pageOf(goldenRecord).meta({ id: 'GoldenRecordPage' });

export const goldenDetail = z
  .strictObject({
    ...goldenFields,
    redirected_from: goldenId.nullable().describe('The id asked for, where it has been merged into this one'),
    origins: z
      .array(
        z.strictObject({
          field: z.string(),
          record_key: z.string(),
          mapping_version: z.int().nullable(),
          seq: count,
          rule: z.enum(['only', 'freshest', 'most_frequent', 'most_complete', 'pinned']),
        }),
      )
      .describe('Where each value comes from, and why that one'),
    members: z
      .array(
        z.strictObject({
          record_key: z.string(),
          connection_id: z.uuid(),
          source_object: z.string(),
          record_id: z.string(),
          confidence: z.number(),
        }),
      )
      .describe('The records that it merges, up to 200'),
  })
  .meta({ id: 'GoldenRecordDetail' });

export const goldenExplanation = z
  .strictObject({
    golden_id: goldenId,
    generation: count,
    pairs: z.array(
      z.strictObject({
        left: z.string(),
        right: z.string(),
        bits: z.number().describe('Evidence that they are one: 2^bits are the odds'),
        probability: z.number(),
        steps: z.array(
          z.strictObject({
            name: z.string(),
            title: z.string(),
            level: z.string().nullable(),
            bits: z.number(),
            total: z.number(),
          }),
        ),
      }),
    ),
    decisions: z.array(z.uuid()).describe('Decisions of people that speak of its records'),
  })
  .meta({ id: 'GoldenExplanation' });

const unified = z.enum(unifiedEntities);
export const mergeBody = z.strictObject({
  entity: unified,
  ids: z.array(goldenId).min(2).max(20).describe('Golden records that are one'),
  reason,
});
export const splitBody = z.strictObject({
  entity: unified,
  id: goldenId,
  groups: z
    .array(z.array(recordKey).min(1).max(500))
    .min(2)
    .max(20)
    .describe('Record keys of the golden record; each group stays apart from the others'),
  reason,
});
export const pinBody = z.strictObject({
  entity: unified,
  record_key: recordKey,
  id: goldenId.describe('The golden record that it belongs to'),
  reason,
});
export const decisionMade = z
  .strictObject({
    decision_id: z.uuid(),
    task_id: z.uuid().describe('The connect after which it shows'),
    existing: z.boolean().describe('True when that connect was queued or running already'),
  })
  .meta({ id: 'GoldenDecisionMade' });
export const decisionParams = z.strictObject({ decision_id: z.uuid() });
export const decisionsQuery = z.strictObject(pageQuery);
const decision = z
  .strictObject({
    decision_id: z.uuid(),
    entity: unified,
    kind: z.enum(['merge', 'split', 'pin']),
    detail: jsonObject,
    reason: z.string().nullable(),
    created_by: z.string(),
    created_at: timestamp,
    revoked_by: z.string().nullable(),
    revoked_at: timestamp.nullable(),
  })
  .meta({ id: 'GoldenDecision' });
export const decisionPage = pageOf(decision).meta({ id: 'GoldenDecisionPage' });

const mostRows = 10_000;
export const queryBody = z.strictObject({
  sql: z.string().min(1).max(100_000).describe('One SELECT over the views; DuckDB SQL'),
  parameters: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .max(100)
    .optional()
    .describe('Values of $1, $2, …'),
  generation: z.int().min(1).optional().describe('A generation that is kept; default: the newest'),
  rows: z.int().min(1).max(mostRows).default(1_000).describe('Rows at most'),
  time_ms: z.int().min(1).max(30_000).default(10_000).describe('How long it may take'),
});
export const queryReply = z
  .strictObject({
    generation: count,
    canonical_seq: count,
    published_at: timestamp,
    columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.unknown())),
    truncated: z.boolean().describe('There were more rows than were asked for, or than fit into 8 MB'),
    took_ms: count,
  })
  .meta({ id: 'QueryReply' });

export const exportQuery = z.strictObject({
  format: z.enum(['csv', 'parquet']).default('csv'),
  generation: z.coerce.number().int().min(1).optional(),
});
