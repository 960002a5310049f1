import {
  ActivityFailure,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { WriteBackActivities, WriteBackLookActivities } from '../activities/agents/write-back.ts';
import type { WriteBackStep } from '../activities/agents/write-intent.ts';
import { onceOnly, ownDatabase, sourceCall } from './options.ts';
import {
  decideWritebackSignal,
  decideWritebackUpdate,
  writebackChanged,
  writeBackState,
} from './write-back.contract.ts';
import { wakeOnDecision } from './wake-on-decision.ts';
import type { WriteBackInput, WriteBackProgress } from './write-back.contract.ts';

const { lookAtWriteback } = proxyActivities<WriteBackLookActivities>(ownDatabase);
const { sendWriteback } = proxyActivities<WriteBackActivities>(onceOnly);
const { readWritebackBack } = proxyActivities<WriteBackActivities>(sourceCall);

const shown: Readonly<Record<WriteBackStep, WriteBackProgress['step']>> = {
  wait: 'waiting',
  send: 'writing',
  read_back: 'reading_back',
  closed: 'closed',
};

/** The source may be away: what was approved is tried again, first soon, then every five minutes. */
const pauseMs = (failures: number): number => Math.min(300_000, 2_500 * 2 ** failures);

/**
 * Brings a write-back to its end: looks at its row, does the next step, and looks again; waits where only people can go on.
 * Whatever is signalled only wakes it, so a signal without its row does nothing. Whether something was sent is in the row: a
 * step that broke off is never sent twice.
 */
export const writeBack = async (input: WriteBackInput): Promise<void> => {
  let news = 1;
  let seen = 0;
  let progress: WriteBackProgress = { step: 'looking' };
  const wake = (): void => {
    news += 1;
  };
  wakeOnDecision({ signal: decideWritebackSignal, update: decideWritebackUpdate }, wake, () => progress);
  setHandler(writebackChanged, wake);
  setHandler(writeBackState, () => progress);

  const unseen = (): boolean => news > seen;
  let failed: { readonly step: WriteBackStep; readonly times: number } | null = null;
  for (;;) {
    seen = news;
    const step = await lookAtWriteback(input);
    progress = { step: shown[step] };
    if (step === 'closed') {
      if (unseen()) continue;
      return;
    }
    // A step that broke off may have done its part; only where it is still the next one is there anything to wait for.
    const times: number = failed?.step === step ? failed.times : 0;
    if (times > 0) await condition(unseen, pauseMs(times));
    try {
      if (step === 'wait') await condition(unseen);
      else if (step === 'send') await sendWriteback(input);
      else await readWritebackBack(input);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      failed = { step, times: times + 1 };
    }
    if (workflowInfo().continueAsNewSuggested && !unseen()) await continueAsNew<typeof writeBack>(input);
  }
};
