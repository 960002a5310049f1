import type { Json } from '../../domain/json.ts';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import { driftOutcomes } from '../../domain/states/drift.ts';
import { streamOfObject } from '../../platform/database/repositories/mapping-history.ts';
import { changeRepair, lockRepair, lockTicket } from '../../platform/database/repositories/repairs.ts';
import type { DriftEvent, Repair } from '../../platform/database/repositories/repairs.ts';
import { enqueueTask } from '../../platform/database/repositories/tasks.ts';
import { moveTicket } from '../../platform/database/repositories/ticket-moves.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { RepairInput } from '../../workflows/repair.contract.ts';
import { replayId } from '../../workflows/replay.contract.ts';
import type { Deps } from '../deps.ts';
import { standingOf } from './look-at-ticket.ts';

export interface ReplayOfTicket extends RepairInput {
  /** Null: the ticket closes without a repair. */
  readonly repairId: string | null;
}

export const createTicketReplayActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /** Asks for the replay that brings stored records under what is active now; false while another one still runs. */
  replayTicket: async (input: ReplayOfTicket): Promise<boolean> => {
    failpoint('before_repair_replays');
    const asked = await withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const ticket = await lockTicket(transaction, input.driftEventId);
      const repair = input.repairId === null ? null : await lockRepair(transaction, input.repairId);
      const closing = 'closing' in ticket.detail;
      if (!(await isDue(transaction, ticket, repair))) return true;
      const { connection_id: connectionId, object } = ticket;
      const stream = repair?.stream ?? (await streamOfObject(transaction, connectionId, object));
      if (stream === undefined) return true;
      const taskId = await askForReplay(transaction, {
        connectionId,
        stream,
        traceId: repair?.trace_id ?? traceOf(input.driftEventId),
        tells: { driftEventId: input.driftEventId },
      });
      if (taskId === null) return false;
      if (closing)
        await moveTicket(transaction, input.driftEventId, ticket.state, {
          traceId: traceOf(input.driftEventId),
          detail: JSON.stringify({ ...ticket.detail, replay_task_id: taskId }),
        });
      else if (repair !== null) await changeRepair(transaction, repair.repair_id, { replay_task_id: taskId });
      return true;
    });
    failpoint('after_repair_replays');
    return asked;
  },

  /** Closes a ticket that needs no repair, once what is stored was replayed. */
  closeTicket: (input: RepairInput): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const ticket = await lockTicket(transaction, input.driftEventId);
      const outcome = driftOutcomes.find((known) => known === ticket.detail['closing']);
      if (ticket.state === 'closed' || outcome === undefined) return;
      const { closing: _closing, replay_task_id: _task, ...detail } = ticket.detail;
      await moveTicket(transaction, input.driftEventId, 'closed', {
        traceId: traceOf(input.driftEventId),
        outcome,
        detail: JSON.stringify(detail),
      });
    }),
});

export type TicketReplayActivities = ReturnType<typeof createTicketReplayActivities>;

/** The step may have run before: its replay may even have ended since. */
const isDue = async (
  transaction: TenantTransaction,
  ticket: DriftEvent,
  repair: Repair | null,
): Promise<boolean> => {
  const closing = 'closing' in ticket.detail;
  if (!closing && (repair?.state !== 'applying' || repair.applied_at === null)) return false;
  const asked = closing ? ticket.detail['replay_task_id'] : repair?.replay_task_id;
  return (await standingOf(transaction, asked, Date.now())) === 'none';
};

/** A trace of its own, the same at every step. */
export const traceOf = (driftEventId: string): string => driftEventId.replaceAll('-', '');

export interface AskedReplay {
  readonly connectionId: string;
  readonly stream: string;
  readonly traceId: string;
  /** Who is told when it has ended. */
  readonly tells: Readonly<Record<string, Json>>;
}

/**
 * Asks for a replay of a stream under what is active now; null while another one runs, which began before that and may have
 * passed records by.
 */
export const askForReplay = async (
  transaction: TenantTransaction,
  { connectionId, stream, traceId, tells }: AskedReplay,
): Promise<string | null> => {
  const { taskId, existing } = await enqueueTask(transaction, {
    kind: 'replay',
    subject: { kind: 'connection', id: connectionId },
    workflowId: replayId(transaction.tenantId, connectionId, stream),
    input: { connectionId, stream, ...tells },
    traceId,
    requestedBy: 'repair',
  });
  return existing ? null : taskId;
};
