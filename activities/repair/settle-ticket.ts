import { tenantId as parseTenant } from '../../domain/ids.ts';
import { aboutRepair } from '../../domain/notifications.ts';
import type { Announcement } from '../../domain/notifications.ts';
import { meaningNotes } from '../../domain/profile/meaning.ts';
import { appendEvent } from '../../platform/database/repositories/event-log.ts';
import { notify } from '../../platform/database/repositories/notifications.ts';
import { decideRepair } from '../../platform/database/repositories/repair-decisions.ts';
import {
  changeRepair,
  lockRepair,
  lockTicket,
  moveRepair,
} from '../../platform/database/repositories/repairs.ts';
import type { DriftEvent, Repair } from '../../platform/database/repositories/repairs.ts';
import { moveTicket } from '../../platform/database/repositories/ticket-moves.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import type { RepairInput } from '../../workflows/repair.contract.ts';
import type { Deps } from '../deps.ts';

export interface RepairStep extends RepairInput {
  readonly repairId: string;
}

type Needs = Pick<Deps, 'pool' | 'config'>;

/** Both rows, locked: the ticket first, as everywhere. Null where the step is not due any more. */
export const lockBoth = async (
  transaction: TenantTransaction,
  input: RepairStep,
  due: (ticket: DriftEvent, repair: Repair) => boolean,
): Promise<{ readonly ticket: DriftEvent; readonly repair: Repair } | null> => {
  const ticket = await lockTicket(transaction, input.driftEventId);
  const repair = await lockRepair(transaction, input.repairId);
  return due(ticket, repair) ? { ticket, repair } : null;
};

const secondsFromNow = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);

export const createSettleActivities = ({ pool, config }: Needs) => ({
  /** A proposal with its preview is applied by itself, offered to people, or left to them, by its band. */
  offerRepair: (input: RepairStep): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const both = await lockBoth(
        transaction,
        input,
        (ticket, repair) => repair.state === 'proposed' && ['open', 'proposing'].includes(ticket.state),
      );
      if (both === null) return;
      const { repair } = both;
      const { digest, trace_id: traceId } = repair;
      const band = await bandNow(transaction, both);
      if (band === 'automatic') {
        await decideRepair(transaction, {
          repairId: input.repairId,
          digest,
          verdict: 'approve',
          decidedBy: 'policy',
          traceId,
        });
        return;
      }
      if (band === 'review') {
        await changeRepair(transaction, input.repairId, {
          expires_at: secondsFromNow(config.DRIFT_REPAIR_EXPIRES_AFTER_SECONDS),
          remind_at: secondsFromNow(config.DRIFT_REPAIR_REMIND_EVERY_SECONDS),
        });
        await tell(transaction, repair, aboutRepair('repair.waiting', repair));
      }
      if (band === 'review') await moveTicket(transaction, input.driftEventId, 'waiting', { traceId });
      else await leaveToPeople(transaction, repair, 'what was found for it is too doubtful');
    }),

  /** Tells people once more that a repair waits, and sets the next time. */
  remindOfRepair: (input: RepairStep): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const both = await lockBoth(transaction, input, (_ticket, repair) => isDue(repair, repair.remind_at));
      if (both === null) return;
      await changeRepair(transaction, input.repairId, {
        remind_at: secondsFromNow(config.DRIFT_REPAIR_REMIND_EVERY_SECONDS),
      });
      const turn = both.repair.remind_at?.toISOString();
      await tell(transaction, both.repair, aboutRepair('repair.reminder', both.repair, turn));
    }),

  /** Ends a proposal that nobody has decided in time; the ticket is a person's from now on. */
  expireRepair: (input: RepairStep): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const both = await lockBoth(transaction, input, (_ticket, repair) => isDue(repair, repair.expires_at));
      if (both === null) return;
      await moveRepair(transaction, input.repairId, 'expired', {
        reasons: JSON.stringify([...both.repair.reasons, 'nobody decided in time']),
      });
      await leaveToPeople(transaction, both.repair, 'nobody decided its repair in time');
    }),

  /** Ends a repair that has become pointless: the source was put back before the switch. */
  withdrawRepair: (input: RepairStep): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const both = await lockBoth(
        transaction,
        input,
        (_ticket, repair) =>
          repair.applied_at === null && ['proposed', 'approved', 'applying'].includes(repair.state),
      );
      if (both === null) return;
      const { state, reasons } = both.repair;
      await moveRepair(transaction, input.repairId, state === 'applying' ? 'failed' : 'withdrawn', {
        superseded: true,
        reasons: JSON.stringify([...reasons, 'the source was put back']),
      });
    }),

  /** Leaves a ticket to people: its repair was refused, has failed or has run out. */
  restTicket: (input: RepairStep): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const both = await lockBoth(
        transaction,
        input,
        ({ state }) => state !== 'closed' && state !== 'manual',
      );
      if (both === null) return;
      await leaveToPeople(transaction, both.repair, `its repair is ${both.repair.state}`);
    }),
});

export type SettleActivities = ReturnType<typeof createSettleActivities>;

/** A read may have seen values change their meaning since it was proposed: then a person looks first. */
const bandNow = async (
  transaction: TenantTransaction,
  { ticket, repair }: { readonly ticket: DriftEvent; readonly repair: Repair },
): Promise<Repair['band']> => {
  const doubts = meaningNotes(ticket.detail);
  if (repair.band !== 'automatic' || doubts.length === 0) return repair.band;
  await changeRepair(transaction, repair.repair_id, {
    band: 'review',
    reasons: JSON.stringify([...repair.reasons, ...doubts]),
  });
  return 'review';
};

const leaveToPeople = (
  transaction: TenantTransaction,
  { drift_event_id, trace_id: traceId }: Repair,
  because: string,
): Promise<void> => moveTicket(transaction, drift_event_id, 'manual', { traceId, because });

const isDue = (repair: Repair, at: Date | null): boolean =>
  repair.state === 'proposed' && at !== null && at.getTime() <= Date.now();

const tell = async (
  transaction: TenantTransaction,
  { repair_id, drift_event_id, object, confidence, trace_id }: Repair,
  notification: Announcement,
): Promise<void> => {
  await notify(transaction, notification);
  await appendEvent(transaction, {
    type: 'repair.waiting',
    traceId: trace_id,
    subject: { kind: 'repair', id: repair_id },
    data: { drift_event_id, object, confidence },
  });
};
