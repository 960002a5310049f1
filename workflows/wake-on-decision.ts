import { setHandler } from '@temporalio/workflow';
import type { defineUpdate, SignalDefinition } from '@temporalio/workflow';

interface Decided {
  /** Row of the decision; without it nothing happens. */
  readonly decision_id: string;
}

/**
 * Takes update and signal alike as word that a decision was made, which only wakes the workflow: it looks at the rows by itself.
 * The update answers what the workflow does now; one without a decision's id is refused.
 */
export const wakeOnDecision = <Progress>(
  doors: {
    readonly signal: SignalDefinition<[Decided]>;
    readonly update: ReturnType<typeof defineUpdate<Progress, [Decided]>>;
  },
  wake: () => void,
  progress: () => Progress,
): void => {
  setHandler(doors.signal, wake);
  setHandler(
    doors.update,
    () => {
      wake();
      return progress();
    },
    {
      validator: (decision?: Partial<Decided>) => {
        if (typeof decision?.decision_id !== 'string') throw new Error('decide needs a decision_id');
      },
    },
  );
};
