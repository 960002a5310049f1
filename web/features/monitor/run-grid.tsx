import type { Schemas } from '../../lib/api-client';
import { plural } from '../../lib/words';
import { classNames } from '../../ui/class-names';
import { taskStateWord } from '../tasks/task-state';

type Run = Schemas['ConnectionHealth']['recent_runs'][number];

/** Each outcome has a shape of its own: full, cut short, hollow, or a dot. */
const shapes: Readonly<Record<Run['state'], string>> = {
  success: 'h-4 bg-source',
  failed: 'h-4 border-b-[7px] border-danger bg-transparent',
  cancelled: 'h-4 border border-control',
  in_progress: 'h-1.5 bg-ontology',
  queued: 'h-1.5 bg-control',
};

const summaryOf = (runs: readonly Run[]): string => {
  const counted = (Object.keys(shapes) as Run['state'][])
    .map((state) => [state, runs.filter((run) => run.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${String(count)} ${taskStateWord(state).toLowerCase()}`);
  return `The last ${plural(runs.length, 'run')}: ${counted.join(', ')}`;
};

/** The newest ingests as a row of marks, the newest at the right; in words for those who do not see it. */
export const RunGrid = ({ runs }: { readonly runs: readonly Run[] }) =>
  runs.length === 0 ? (
    <span className="text-muted">None yet</span>
  ) : (
    <span
      role="img"
      aria-label={summaryOf(runs)}
      title={summaryOf(runs)}
      className="inline-flex h-4 max-w-full items-end gap-0.5"
    >
      {runs.toReversed().map(({ task_id, state }) => (
        <span key={task_id} className={classNames('w-1 shrink-0 rounded-[1px]', shapes[state])} />
      ))}
    </span>
  );
