import { sql } from 'kysely';
import { pauseReason } from '../domain/states/source-object.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';

/** A mapped object that an ingest does not read, as its task tells it. */
export interface HeldObject {
  readonly object: string;
  readonly reason: string;
  /** True: because somebody paused it, which says nothing about the object any more once it is resumed. */
  readonly paused?: boolean;
}

/** The word on an object that is left out since it is paused. */
export const pausedHold = (object: string, pausedAt: Date): HeldObject => ({
  object,
  reason: pauseReason(object, pausedAt.toISOString()),
  paused: true,
});

/** Adds an object to those that a task has not read; told once, however often the step runs. */
export const holdObject = async (
  { db }: TenantTransaction,
  taskId: string,
  held: HeldObject,
): Promise<void> => {
  const told = JSON.stringify([held]);
  await sql`
    update au.tasks set result = coalesce(result, '{}') ||
      jsonb_build_object('held', coalesce(result -> 'held', '[]') || ${told}::jsonb)
    where task_id = ${taskId} and not coalesce(result -> 'held', '[]') @> ${told}::jsonb
  `.execute(db);
};
