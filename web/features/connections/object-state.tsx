import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  GitBranch,
  OctagonX,
} from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { StateBadge } from '../../ui/state-badge';
import type { StateLook } from '../../ui/state-badge';

type State = Schemas['SourceObject']['state'];

const looks: Readonly<Record<State, StateLook>> = {
  current: { tone: 'good', icon: CircleCheck, word: 'Current' },
  new: { tone: 'info', icon: CircleDashed, word: 'Not read yet' },
  unmapped: { tone: 'neutral', icon: CircleSlash, word: 'Not mapped' },
  drifted: { tone: 'warn', icon: GitBranch, word: 'Drifted' },
  held: { tone: 'warn', icon: Clock, word: 'Left out' },
  failing: { tone: 'bad', icon: CircleX, word: 'Failing' },
  stopped: { tone: 'bad', icon: OctagonX, word: 'Stopped' },
  paused: { tone: 'neutral', icon: CirclePause, word: 'Paused' },
};

export const ObjectStateBadge = ({ state }: { readonly state: State }) => <StateBadge look={looks[state]} />;
