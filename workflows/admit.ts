import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { AdmissionActivities } from '../activities/admission.ts';
import { admitQueue, wake } from './admit.contract.ts';
import type { AdmitInput, AdmitQueue } from './admit.contract.ts';
import { ownDatabase } from './options.ts';

const { admitNext } = proxyActivities<AdmissionActivities>(ownDatabase);

/**
 * Gives the tenant's slots to its queued tasks in order. The queue and the slots are PostgreSQL rows; this only says when
 * to look: on a signal, and every minute while something is queued or running. It ends when the tenant is idle, and the
 * next enqueue starts it again (signal-with-start).
 */
export const admit = async (input: AdmitInput): Promise<void> => {
  // Counted, not flagged: what came while an activity ran must still be seen after it.
  let wakes = 1;
  let seen = 0;
  let state: AdmitQueue = { running: 0, queued: 0 };
  setHandler(wake, () => {
    wakes += 1;
  });
  setHandler(admitQueue, () => state);

  const unseen = (): boolean => wakes > seen;

  do {
    seen = wakes;
    state = await admitNext(input);
    if (workflowInfo().continueAsNewSuggested && !unseen()) await continueAsNew<typeof admit>(input);
    if (state.running + state.queued > 0) await condition(unseen, '60 s');
  } while (unseen() || state.running + state.queued > 0);
};
