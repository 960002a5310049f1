import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { nextStep } from '../../domain/repair/next-step.ts';
import type { NextStep, RepairSituation, ReplayStanding } from '../../domain/repair/next-step.ts';
import { currentRepair, findTicket } from '../../platform/database/repositories/repairs.ts';
import type { DriftEvent, Repair } from '../../platform/database/repositories/repairs.ts';
import { streamOfObject } from '../../platform/database/repositories/mapping-history.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import type { RepairInput } from '../../workflows/repair.contract.ts';
import type { Deps } from '../deps.ts';

export interface TicketLook extends NextStep {
  /** The repair that the step is about. */
  readonly repairId: string | null;
}

/** A replay that failed or was cancelled is asked for again, after a while. */
const retryReplayMs = 30_000;

export const createLookActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /** Reads a ticket's rows and says what is to be done next. */
  lookAtTicket: (input: RepairInput): Promise<TicketLook> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const ticket = await findTicket(transaction, input.driftEventId);
      if (ticket === undefined) return { step: 'closed', waitMs: null, repairId: null };
      const repair = (await beingApplied(transaction, ticket)) ?? (await currentRepair(transaction, ticket));
      const now = Date.now();
      const next = nextStep({
        state: ticket.state,
        closing: 'closing' in ticket.detail,
        replay: await replayStanding(transaction, ticket, repair, now),
        repair: repair === undefined ? null : situationOf(repair),
        now,
      });
      return { ...next, repairId: repair?.repair_id ?? null };
    }),
});

export type LookActivities = ReturnType<typeof createLookActivities>;

/** A repair that is on its way is brought to its end, even where the ticket has changed meanwhile. */
const beingApplied = async ({ db }: TenantTransaction, ticket: DriftEvent): Promise<Repair | undefined> =>
  await db
    .selectFrom('repairs')
    .selectAll()
    .where('drift_event_id', '=', ticket.drift_event_id)
    .where('state', 'in', ['approved', 'applying'])
    .executeTakeFirst();

const situationOf = (repair: Repair): RepairSituation => ({
  state: repair.state,
  previewed: repair.preview?.done === true,
  shadowed: repair.shadow?.done === true,
  switched: repair.applied_at !== null,
  expiresAt: repair.expires_at?.getTime() ?? null,
  remindAt: repair.remind_at?.getTime() ?? null,
});

/** Of the replay that ends the repair, or the ticket that closes without one. */
const replayStanding = async (
  transaction: TenantTransaction,
  ticket: DriftEvent,
  repair: Repair | undefined,
  now: number,
): Promise<ReplayStanding> => {
  const stream = repair?.stream ?? (await streamOfObject(transaction, ticket.connection_id, ticket.object));
  const changesNothing = repair?.mappings.length === 0 && ticket.lost.length === 0;
  if (stream === undefined || (changesNothing && !('closing' in ticket.detail))) return 'not needed';
  const asked = 'closing' in ticket.detail ? ticket.detail['replay_task_id'] : repair?.replay_task_id;
  return await standingOf(transaction, asked, now);
};

/** Whether a replay task is on its way, has done its work, or has to be asked for (again). */
export const standingOf = async (
  { db }: TenantTransaction,
  taskId: Json | undefined,
  now: number,
): Promise<ReplayStanding> => {
  if (typeof taskId !== 'string') return 'none';
  const task = await db
    .selectFrom('tasks')
    .select(['state', 'ended_at'])
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  if (task?.state === 'success') return 'ended';
  if (task?.state === 'queued' || task?.state === 'in_progress') return 'running';
  return now - (task?.ended_at?.getTime() ?? 0) < retryReplayMs ? 'running' : 'none';
};
