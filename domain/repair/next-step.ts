import type { DriftState } from '../states/drift.ts';
import type { RepairState } from '../states/repair.ts';

/** What a ticket's rows say, as far as the next step depends on it. */
export interface TicketSituation {
  readonly state: DriftState;
  /** The source was put back, or nothing has to be repaired: what is stored is replayed and the ticket closes. */
  readonly closing: boolean;
  readonly replay: ReplayStanding;
  readonly repair: RepairSituation | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** `none`: not asked for yet, or it ended without having done its work. */
export type ReplayStanding = 'none' | 'running' | 'ended' | 'not needed';

export interface RepairSituation {
  readonly state: RepairState;
  readonly previewed: boolean;
  readonly shadowed: boolean;
  /** The new versions are active. */
  readonly switched: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
  readonly remindAt: number | null;
}

export type TicketStep =
  | 'closed'
  | 'propose'
  | 'preview'
  | 'offer'
  | 'remind'
  | 'expire'
  | 'withdraw'
  | 'begin'
  | 'shadow'
  | 'switch'
  | 'replay'
  | 'finish'
  | 'close'
  | 'rest'
  | 'wait';

export interface NextStep {
  readonly step: TicketStep;
  /** With `wait`: milliseconds until something is due; null: only news can change anything. */
  readonly waitMs: number | null;
}

/** A replay tells when it has ended; this is for the case that the word gets lost. */
const replayPollMs = 30_000;

const go = (step: TicketStep): NextStep => ({ step, waitMs: null });
const wait = (waitMs: number | null): NextStep => ({ step: 'wait', waitMs });

const afterSwitch = (replay: ReplayStanding, end: 'finish' | 'close'): NextStep => {
  if (replay === 'none') return go('replay');
  return replay === 'running' ? wait(replayPollMs) : go(end);
};

const waiting = (repair: RepairSituation, now: number): NextStep => {
  const { expiresAt, remindAt } = repair;
  if (expiresAt !== null && expiresAt <= now) return go('expire');
  if (remindAt !== null && remindAt <= now) return go('remind');
  const due = [expiresAt, remindAt].filter((time) => time !== null);
  return wait(due.length === 0 ? null : Math.max(1, Math.min(...due) - now));
};

const proposed = (ticket: TicketSituation, repair: RepairSituation): NextStep => {
  if (!repair.previewed) return go('preview');
  if (ticket.state === 'open' || ticket.state === 'proposing') return go('offer');
  return waiting(repair, ticket.now);
};

const applying = (ticket: TicketSituation, repair: RepairSituation): NextStep => {
  if (repair.switched) return afterSwitch(ticket.replay, 'finish');
  if (ticket.closing) return go('withdraw');
  if (repair.state === 'approved') return go('begin');
  return go(repair.shadowed ? 'switch' : 'shadow');
};

/**
 * What is to be done next for a ticket. Everything is read from rows, so that a workflow that lost its history goes on where
 * the rows are; each step moves the rows, or waits.
 */
export const nextStep = (ticket: TicketSituation): NextStep => {
  const { repair } = ticket;
  if (repair !== null && (repair.state === 'approved' || repair.state === 'applying'))
    return applying(ticket, repair);
  if (ticket.state === 'closed') return go('closed');
  if (ticket.closing)
    return repair?.state === 'proposed' ? go('withdraw') : afterSwitch(ticket.replay, 'close');
  if (repair === null) return ticket.state === 'manual' ? wait(null) : go('propose');
  if (repair.state === 'proposed') return proposed(ticket, repair);
  return ticket.state === 'manual' ? wait(null) : go('rest');
};
