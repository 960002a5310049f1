import { CircleCheck, Hourglass, LoaderCircle, TicketX, UserRound } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { StateBadge } from '../../ui/state-badge';
import type { StateLook } from '../../ui/state-badge';

type State = Schemas['DriftState'];

const looks: Readonly<Record<State, StateLook>> = {
  open: { tone: 'warn', icon: TicketX, word: 'Open' },
  proposing: { tone: 'info', icon: LoaderCircle, word: 'Being looked into' },
  waiting: { tone: 'warn', icon: Hourglass, word: 'Waits for a decision' },
  manual: { tone: 'warn', icon: UserRound, word: 'Needs a person' },
  applying: { tone: 'info', icon: LoaderCircle, word: 'Being repaired' },
  closed: { tone: 'good', icon: CircleCheck, word: 'Closed' },
};

export const TicketBadge = ({ state }: { readonly state: State }) => <StateBadge look={looks[state]} />;
