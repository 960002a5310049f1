import { Ban, CircleCheck, CirclePause, CircleX, Clock, LoaderCircle } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { Badge } from '../../ui/badge';
import type { StateLook } from '../../ui/state-badge';

type State = Schemas['TaskState'];

const looks: Readonly<Record<State, StateLook>> = {
  queued: { tone: 'neutral', icon: Clock, word: 'Queued' },
  in_progress: { tone: 'info', icon: LoaderCircle, word: 'In progress' },
  success: { tone: 'good', icon: CircleCheck, word: 'Success' },
  failed: { tone: 'bad', icon: CircleX, word: 'Failed' },
  cancelled: { tone: 'neutral', icon: Ban, word: 'Cancelled' },
};

export const taskStates = Object.keys(looks) as readonly State[];
export const taskStateWord = (state: State): string => looks[state].word;

export const isLive = ({ state }: { readonly state: State }): boolean =>
  state === 'queued' || state === 'in_progress';

interface TaskStateBadgeProps {
  readonly task: { readonly state: State; readonly paused: boolean };
}

export const TaskStateBadge = ({ task }: TaskStateBadgeProps) => {
  const { tone, icon, word } = looks[task.state];
  if (task.paused && isLive(task)) {
    return (
      <Badge tone="warn" icon={CirclePause}>
        Paused
      </Badge>
    );
  }
  return (
    <Badge tone={tone} icon={icon} spin={task.state === 'in_progress'}>
      {word}
    </Badge>
  );
};
