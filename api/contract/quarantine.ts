import { z } from 'zod';
import { quarantineStates } from '../../domain/states/drift.ts';
import { entity } from './mappings.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';
import { taskAccepted } from './tasks.ts';

const quarantineState = z.enum(quarantineStates).meta({ id: 'QuarantineState' });

const reason = z.strictObject({
  pointer: z.string().describe('The source field, or where in the row'),
  code: z.string(),
  message: z.string(),
});

const quarantineFields = {
  quarantine_id: z.uuid(),
  connection_id: z.uuid(),
  stream: z.string(),
  entity: z.string().describe('Empty for rows that could not be read as rows at all'),
  record_key: z.string().nullable().describe('Null where the row has no key'),
  position: z.string().nullable().describe('Where the row stands in the source'),
  state: quarantineState,
  reasons: z.array(reason),
  attempts: z.int().min(1),
  task_id: z.uuid().describe('The task that held it last'),
  first_seen_at: timestamp,
  last_seen_at: timestamp,
};
export const quarantinedRecord = z.strictObject(quarantineFields).meta({ id: 'QuarantinedRecord' });
export const quarantinedRecordDetail = z
  .strictObject({
    ...quarantineFields,
    raw_seq: z.int().nullable(),
    raw: z.unknown().describe('The raw record; null where there is only text'),
    raw_text: z.string().nullable().describe('The row as text, where it could not be read as a row'),
  })
  .meta({ id: 'QuarantinedRecordDetail' });
export const quarantinePage = pageOf(quarantinedRecord).meta({ id: 'QuarantinePage' });
export const quarantineParams = z.strictObject({ quarantine_id: z.uuid() });
export const quarantineQuery = z.strictObject({
  ...pageQuery,
  state: quarantineState.optional(),
  connection_id: z.uuid().optional(),
  entity: entity.optional(),
  stream: z.string().min(1).max(1_024).optional(),
});

const ids = z.array(z.uuid()).min(1).max(200);
export const retryBody = z
  .union([
    z.strictObject({ ids }),
    z.strictObject({ connection_id: z.uuid(), object: z.string().min(1).max(1_024) }),
  ])
  .describe('Either the records, or everything held of one object');
export const retryReply = z
  .strictObject({
    retried: z.int().nonnegative().describe('Records marked'),
    tasks: z
      .array(taskAccepted)
      .describe('One per object: a replay, or an ingest where the row must be read again'),
  })
  .meta({ id: 'QuarantineRetry' });
export const discardBody = z.strictObject({ ids, reason: z.string().trim().min(1).max(500) });
export const discardReply = z.strictObject({ discarded: z.int().nonnegative() });
