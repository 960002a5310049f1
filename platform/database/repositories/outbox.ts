import { randomUUID } from 'node:crypto';
import type { Json } from '../../../domain/json.ts';
import { currentTraceparent } from '../../telemetry.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** What leaves the database: job starts, wake-ups, decisions, callbacks, mails. The row's id is the effect's stable id. */
export const outboxKinds = [
  'start_task',
  'wake_admission',
  'observe',
  'repair_ticket',
  'decide_repair',
  'undo_repair',
  'write_back',
  'decide_writeback',
  'callback',
  'mail',
  'notify',
] as const;
export type OutboxKind = (typeof outboxKinds)[number];

/** Adds an effect to be carried out after this transaction commits; answers its id. */
export const addToOutbox = async (
  { db, tenantId }: TenantTransaction,
  kind: OutboxKind,
  payload: Readonly<Record<string, Json>>,
): Promise<string> => {
  const id = randomUUID();
  await db
    .insertInto('outbox')
    .values({
      tenant_id: tenantId,
      id,
      kind,
      payload: JSON.stringify(payload),
      traceparent: currentTraceparent() ?? null,
    })
    .execute();
  return id;
};
