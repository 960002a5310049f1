import { Archive, CircleCheck, CircleParking, RotateCw, ShieldAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/badge';

type State = Schemas['QuarantineState'];

const looks: Readonly<Record<State, { tone: Tone; icon: LucideIcon; word: string }>> = {
  quarantined: { tone: 'warn', icon: ShieldAlert, word: 'Quarantined' },
  parked: { tone: 'agent', icon: CircleParking, word: 'Parked' },
  retried: { tone: 'info', icon: RotateCw, word: 'Being retried' },
  resolved: { tone: 'good', icon: CircleCheck, word: 'Resolved' },
  discarded: { tone: 'neutral', icon: Archive, word: 'Discarded' },
};

export const heldStates = Object.keys(looks) as readonly State[];
export const heldStateWord = (state: State): string => looks[state].word;

export const HeldStateBadge = ({ state }: { readonly state: State }) => {
  const { tone, icon, word } = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
};
