import type { z } from 'zod';
import type { Config } from '../../../platform/config.ts';
import { callbackDeliveries } from '../../../platform/database/repositories/callback-deliveries.ts';
import type { CallbackDelivery } from '../../../platform/database/repositories/callback-deliveries.ts';
import { ledgersOf, queuePositions, trailOf } from '../../../platform/database/repositories/task-reports.ts';
import type { Task } from '../../../platform/database/repositories/tasks.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import type { callbackDelivery, task, taskDetail } from '../../contract/tasks.ts';
import { ledgerView } from './ledger-view.ts';
import { outcomeOf, progressOf } from './task-outcome.ts';

/** A task as the lists show it. */
export const taskView = (row: Task, places: ReadonlyMap<string, number>): z.input<typeof task> => ({
  task_id: row.task_id,
  kind: row.kind,
  state: row.state,
  paused: row.paused,
  subject: { kind: row.subject_kind, id: row.subject_id },
  progress: progressOf(row),
  queue_position: places.get(row.task_id) ?? null,
  requested_by: row.requested_by,
  trace_id: row.trace_id,
  created_at: row.created_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  ended_at: row.ended_at?.toISOString() ?? null,
});

/** Places in the queue, asked for only when somebody waits in it. */
export const placesFor = async (
  transaction: TenantTransaction,
  tasks: readonly Task[],
): Promise<ReadonlyMap<string, number>> =>
  tasks.some(({ state }) => state === 'queued') ? await queuePositions(transaction) : new Map();

/** A task with everything that is known of it. */
export const taskDetailView = async (
  transaction: TenantTransaction,
  row: Task,
  config: Pick<Config, 'TEMPORAL_UI_URL' | 'TEMPORAL_NAMESPACE'>,
): Promise<z.input<typeof taskDetail>> => {
  const ledgers = await ledgersOf(transaction, [row.task_id]);
  const trail = await trailOf(transaction, row.task_id);
  return {
    ...taskView(row, await placesFor(transaction, [row])),
    ...outcomeOf(row),
    callback_url: row.callback_address,
    callbacks: (await callbacksOf(transaction, row)).map(callbackView),
    input: row.input,
    result: row.result,
    temporal_url: temporalUrl(row.workflow_id, config),
    ledgers: ledgers.map(ledgerView),
    trail: trail.map(({ entry, at, actor, kind, detail }) => ({
      entry,
      at: at.toISOString(),
      actor,
      kind,
      detail,
    })),
  };
};

const callbacksOf = async (transaction: TenantTransaction, { task_id, callback_address }: Task) =>
  callback_address === null ? [] : await callbackDeliveries(transaction, task_id);

/** A delivery of a callback as the API shows it. */
export const callbackView = (row: CallbackDelivery): z.input<typeof callbackDelivery> => ({
  delivery_id: row.delivery_id,
  state: row.state,
  attempts: row.attempts,
  status: row.status,
  error: row.error,
  requested_by: row.requested_by,
  created_at: row.created_at.toISOString(),
  attempted_at: row.attempted_at?.toISOString() ?? null,
  next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
});

const temporalUrl = (
  workflowId: string,
  {
    TEMPORAL_UI_URL: base,
    TEMPORAL_NAMESPACE: namespace,
  }: Pick<Config, 'TEMPORAL_UI_URL' | 'TEMPORAL_NAMESPACE'>,
): string | null =>
  base === undefined
    ? null
    : `${base.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
