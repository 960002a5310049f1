import { z } from 'zod';
import { writebackStates } from '../../domain/states/writeback.ts';
import { agentId } from './agents.ts';
import { orNull } from './or-null.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

const writebackState = z.enum(writebackStates).meta({ id: 'WritebackState' });
const value = z.unknown().describe('As the source has it');

const decision = z.strictObject({
  verdict: z.enum(['approve', 'reject']),
  decided_by: z.string().describe("A user id, or `policy` where the agent's autonomy is `act`"),
  decided_at: timestamp,
  reason: z.string().nullable(),
});

const undo = z.strictObject({
  state: z.enum(['requested', 'writing', 'done', 'conflict', 'failed']),
  requested_by: z.string(),
  requested_at: timestamp,
  reason: z.string().nullable(),
  failure: z.string().nullable(),
});

const writebackFields = {
  writeback_id: z.uuid(),
  agent: agentId,
  insight_id: z.uuid(),
  run_id: z.uuid(),
  generation: z.int(),
  connection_id: z.uuid(),
  entity: z.string(),
  golden_id: z.string(),
  object: z.string(),
  key: z.array(z.unknown()).describe("The record's key in the source"),
  field: z.string(),
  seen: value.describe('The value that must still be there when it is written'),
  proposed: value,
  digest: z.string().describe('Give it with a decision: a stale one is a 409'),
  summary: z.string(),
  state: writebackState,
  reason: z.string().nullable().describe('Why it ended as it did'),
  undo: orNull(undo),
  read_again: z.int().nullable().describe('The generation in which our own write was recognised'),
  created_at: timestamp,
  updated_at: timestamp,
};

export const writeback = z.strictObject(writebackFields).meta({ id: 'Writeback' });
export const writebackDetail = z
  .strictObject({
    ...writebackFields,
    sent_at: timestamp.nullable().describe('The one call that writes was made after this'),
    verified_at: timestamp.nullable(),
    error: z.string().nullable().describe('What the source said to the call, if it was an error'),
    found: orNull(
      z.strictObject({
        value,
        field: z.string().nullable().describe("The object's change field"),
        changed_at: z.string().nullable(),
      }),
    ).describe('What the source answered when it was read back'),
    decision: orNull(decision),
  })
  .meta({ id: 'WritebackDetail' });
export const writebackPage = pageOf(writeback).meta({ id: 'WritebackPage' });
export const writebackParams = z.strictObject({ writeback_id: z.uuid() });
export const writebacksQuery = z.strictObject({
  ...pageQuery,
  state: writebackState.optional(),
  agent: agentId.optional(),
  connection_id: z.uuid().optional(),
  insight_id: z.uuid().optional(),
});

const reason = z.string().trim().min(1).max(500);
export const writebackApproveBody = z.strictObject({
  digest: z.string().min(1).max(200),
  reason: reason.optional(),
});
export const writebackRejectBody = z.strictObject({ digest: z.string().min(1).max(200), reason });
export const writebackUndoBody = z.strictObject({ reason: reason.optional() });
export const writebackDecided = z
  .strictObject({
    writeback_id: z.uuid(),
    state: writebackState,
    decision_id: z.uuid().nullable(),
  })
  .meta({ id: 'WritebackDecided' });
