import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import type { UndoActivities, UndoStep } from '../activities/repair/undo-repair.ts';
import { ownDatabase } from './options.ts';
import { replayEnded } from './repair.contract.ts';
import { undoState } from './undo-repair.contract.ts';
import type { UndoProgress, UndoRepairInput } from './undo-repair.contract.ts';

const { lookAtUndo, switchUndo, replayUndo, finishUndo } = proxyActivities<UndoActivities>(ownDatabase);

const shown: Readonly<Record<UndoStep, UndoProgress['step']>> = {
  switch: 'preparing',
  replay: 'replaying',
  wait: 'replaying',
  finish: 'replaying',
  done: 'done',
};

const pollMs = { busy: 2_000, lost: 30_000 };

/** Takes an applied repair back: former rules active, ticket reopened for people, stored records replayed. */
export const undoRepair = async (input: UndoRepairInput): Promise<void> => {
  let news = 1;
  let seen = 0;
  let progress: UndoProgress = { step: 'preparing' };
  setHandler(replayEnded, () => {
    news += 1;
  });
  setHandler(undoState, () => progress);
  const wait = (milliseconds: number): Promise<boolean> => condition(() => news > seen, milliseconds);

  for (;;) {
    seen = news;
    const step = await lookAtUndo(input);
    progress = { step: shown[step] };
    if (step === 'done') return;
    if (step === 'switch') await switchUndo(input);
    else if (step === 'finish') await finishUndo(input);
    else if (step === 'wait') await wait(pollMs.lost);
    else if (!(await replayUndo(input))) await wait(pollMs.busy);
  }
};
