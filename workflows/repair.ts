import {
  ActivityFailure,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ApplyActivities } from '../activities/repair/apply-repair.ts';
import type { LookActivities } from '../activities/repair/look-at-ticket.ts';
import type { PassActivities } from '../activities/repair/pass-repair.ts';
import type { ProposeActivities } from '../activities/repair/propose-repair.ts';
import type { SettleActivities } from '../activities/repair/settle-ticket.ts';
import type { TicketReplayActivities } from '../activities/repair/ticket-replay.ts';
import type { TicketStep } from '../domain/repair/next-step.ts';
import { ownDatabase, sourceCall, sourceRead } from './options.ts';
import {
  decideSignal,
  decideUpdate,
  healed,
  repairState,
  replayEnded,
  schemaChanged,
} from './repair.contract.ts';
import type { RepairInput, RepairProgress } from './repair.contract.ts';
import { wakeOnDecision } from './wake-on-decision.ts';

const { lookAtTicket } = proxyActivities<LookActivities>(ownDatabase);
const { offerRepair, remindOfRepair, expireRepair, withdrawRepair, restTicket } =
  proxyActivities<SettleActivities>(ownDatabase);
const { beginRepair, switchRepair, finishRepair } = proxyActivities<ApplyActivities>(ownDatabase);
const { replayTicket, closeTicket } = proxyActivities<TicketReplayActivities>(ownDatabase);
const { proposeRepair } = proxyActivities<ProposeActivities>(sourceCall);
const { passRepair } = proxyActivities<PassActivities>(sourceRead);

const shown: Readonly<Record<TicketStep, RepairProgress['step']>> = {
  closed: 'closed',
  propose: 'proposing',
  preview: 'previewing',
  offer: 'previewing',
  remind: 'waiting',
  expire: 'waiting',
  withdraw: 'waiting',
  rest: 'waiting',
  wait: 'waiting',
  begin: 'applying',
  shadow: 'applying',
  switch: 'applying',
  replay: 'replaying',
  finish: 'replaying',
  close: 'replaying',
};

/** Another replay of the stream has to end first; a step that failed for good is tried again, since its cause may be mended. */
const pauseMs = { busy: 2_000, failed: 60_000 };

/**
 * Brings a ticket to its end: looks at its rows, does the next step, and looks again; waits where only people, time or a replay
 * can go on. Whatever is signalled only wakes it, so a signal without its row does nothing.
 */
export const repair = async (input: RepairInput): Promise<void> => {
  let news = 1;
  let seen = 0;
  let progress: RepairProgress = { step: 'looking', repairId: null };
  const wake = (): void => {
    news += 1;
  };
  wakeOnDecision({ signal: decideSignal, update: decideUpdate }, wake, () => progress);
  setHandler(schemaChanged, wake);
  setHandler(healed, wake);
  setHandler(replayEnded, wake);
  setHandler(repairState, () => progress);

  const unseen = (): boolean => news > seen;
  const sleep = async (milliseconds: number | null): Promise<void> => {
    if (milliseconds === null) await condition(unseen);
    else await condition(unseen, milliseconds);
  };

  for (;;) {
    seen = news;
    const { step, waitMs, repairId } = await lookAtTicket(input);
    progress = { step: shown[step], repairId };
    if (step === 'closed') {
      if (unseen()) continue;
      return;
    }
    try {
      if (step === 'wait') await sleep(waitMs);
      else if (step === 'propose') await proposeRepair(input);
      else if (step === 'close') await closeTicket(input);
      else if (step === 'replay') {
        if (!(await replayTicket({ ...input, repairId }))) await sleep(pauseMs.busy);
      } else if (repairId !== null) await steps[step]({ ...input, repairId });
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      await sleep(pauseMs.failed);
    }
    if (workflowInfo().continueAsNewSuggested && !unseen()) await continueAsNew<typeof repair>(input);
  }
};

type RepairStep = Exclude<TicketStep, 'closed' | 'wait' | 'propose' | 'close' | 'replay'>;

const steps: Readonly<
  Record<RepairStep, (input: RepairInput & { readonly repairId: string }) => Promise<void>>
> = {
  preview: (input) => passRepair({ ...input, pass: 'preview' }),
  shadow: (input) => passRepair({ ...input, pass: 'shadow' }),
  offer: (input) => offerRepair(input),
  remind: (input) => remindOfRepair(input),
  expire: (input) => expireRepair(input),
  withdraw: (input) => withdrawRepair(input),
  rest: (input) => restTicket(input),
  begin: (input) => beginRepair(input),
  switch: (input) => switchRepair(input),
  finish: (input) => finishRepair(input),
};
