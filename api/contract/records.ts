import { z } from 'zod';
import { jsonObject } from './json-object.ts';
import { orNull } from './or-null.ts';
import { entity } from './mappings.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

export const canonicalEvent = z
  .strictObject({
    id: z.string().describe('record key # entity # record_seq: equal wherever the same data is read'),
    seq: z.int().min(1).describe("Place in the tenant's stream, in the order of commits"),
    record_seq: z.int().min(1),
    entity,
    op: z.enum(['upsert', 'delete']),
    data: jsonObject.describe('Canonical fields; pending ones are absent'),
    extras: jsonObject.describe('Source fields that no rule reads'),
    meta: jsonObject.describe('schema_version, tenant_id, trace_id, mapping_version, task_id, pending'),
    source: jsonObject.describe('system, connection_id, object, record_id'),
    emitted_at: timestamp,
    raw_seq: z.int(),
  })
  .meta({ id: 'CanonicalEvent' });

const derivation = z
  .strictObject({
    mapping: z.string(),
    version: z.int(),
    outcome: z.enum(['event', 'filtered', 'quarantined', 'parked']),
    data: jsonObject.nullable(),
    extras: jsonObject.nullable(),
    reasons: z.array(z.strictObject({ pointer: z.string(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'Derivation', description: 'What another mapping version makes of the raw record known then' });

/** Of the key, only its place in an address is encoded: `crm/Account/001…` is one segment, `crm%2FAccount%2F001…`. */
const recordKey = z.string().min(1).max(2_000);
const asOf = z
  .union([z.string().regex(/^\d{1,15}$/), z.iso.datetime({ offset: true })])
  .optional()
  .describe('A seq, or a time in RFC 3339: the state after the last event up to then. Default: now');

const golden = z
  .strictObject({
    view: z.string(),
    golden_id: z.string(),
    confidence: z.number().min(0).max(1).describe('That the record belongs to it'),
    generation: z.int(),
    records: z.int().min(1).describe('Source records that it is made of'),
    values: z
      .array(z.strictObject({ field: z.string(), rule: z.string(), mapping_version: z.int().nullable() }))
      .describe('Golden values that are taken from this record, and by which rule of survivorship'),
  })
  .meta({
    id: 'RecordGolden',
    description: 'The golden record of an account, contact or deal in the current generation',
  });

export const recordParams = z.strictObject({ entity, record_key: recordKey });
export const recordQuery = z.strictObject({
  as_of: asOf,
  mapping: z
    .string()
    .regex(/^[^/@]+\/.+\/[a-z_]+@\d{1,9}$/, 'Write {connection}/{object}/{entity}@{version}')
    .max(2_000)
    .optional()
    .describe('{connection slug}/{object}/{entity}@{version}: derive again from the raw known then'),
});
export const record = z
  .strictObject({
    record_key: z.string(),
    entity,
    as_of_seq: z.int().nonnegative().describe('What `as_of` came to'),
    deleted: z.boolean(),
    event: canonicalEvent,
    raw: z.unknown().describe('The raw record known then; null when it was deleted'),
    derived: orNull(derivation).describe('Only with `mapping`'),
    golden: orNull(golden).describe('Null before the first connect, and for costs and resources of clouds'),
  })
  .meta({ id: 'Record' });

export const recordSummary = z
  .strictObject({
    record_key: z.string(),
    entity,
    status: z.enum(['live', 'deleted', 'parked', 'quarantined', 'filtered']),
    record_seq: z.int(),
    last_seq: z.int().nullable(),
    data: jsonObject.nullable().describe('Of the last event'),
  })
  .meta({ id: 'RecordSummary' });
export const recordPage = pageOf(recordSummary).meta({ id: 'RecordPage' });
export const recordsParams = z.strictObject({ entity });
export const recordsQuery = z.strictObject({
  ...pageQuery,
  connection_id: z.uuid().optional(),
  object: z.string().min(1).max(1_024).optional().describe('With connection_id: one object of it'),
});

export const historyQuery = z.strictObject(pageQuery);
export const recordHistory = pageOf(
  z
    .strictObject({
      ...canonicalEvent.shape,
      raw: z.unknown().describe('The raw record that the event was derived from; null for a delete'),
    })
    .meta({ id: 'RecordHistoryEvent' }),
)
  .extend({
    raw_versions: z
      .array(
        z.strictObject({
          raw_seq: z.int(),
          seen_at: timestamp,
          task_id: z.uuid(),
          deleted: z.boolean().describe('The source no longer had the record'),
        }),
      )
      .describe('Raw versions of the record, newest first, the latest 200; each once, event or not'),
  })
  .meta({ id: 'RecordHistory' });
