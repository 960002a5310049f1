import { CircleCheck, Hourglass, LoaderCircle, TicketX, UserRound } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/badge';

type State = Schemas['DriftState'];

const looks: Readonly<Record<State, { tone: Tone; icon: LucideIcon; word: string }>> = {
  open: { tone: 'warn', icon: TicketX, word: 'Open' },
  proposing: { tone: 'info', icon: LoaderCircle, word: 'Being looked into' },
  waiting: { tone: 'warn', icon: Hourglass, word: 'Waits for a decision' },
  manual: { tone: 'warn', icon: UserRound, word: 'Needs a person' },
  applying: { tone: 'info', icon: LoaderCircle, word: 'Being repaired' },
  closed: { tone: 'good', icon: CircleCheck, word: 'Closed' },
};

export const TicketBadge = ({ state }: { readonly state: State }) => {
  const { tone, icon, word } = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
};
