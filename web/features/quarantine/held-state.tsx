import { Archive, CircleCheck, CircleParking, RotateCw, ShieldAlert } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { StateBadge } from '../../ui/state-badge';
import type { StateLook } from '../../ui/state-badge';

type State = Schemas['QuarantineState'];

const looks: Readonly<Record<State, StateLook>> = {
  quarantined: { tone: 'warn', icon: ShieldAlert, word: 'Quarantined' },
  parked: { tone: 'agent', icon: CircleParking, word: 'Parked' },
  retried: { tone: 'info', icon: RotateCw, word: 'Being retried' },
  resolved: { tone: 'good', icon: CircleCheck, word: 'Resolved' },
  discarded: { tone: 'neutral', icon: Archive, word: 'Discarded' },
};

export const heldStates = Object.keys(looks) as readonly State[];
export const heldStateWord = (state: State): string => looks[state].word;

export const HeldStateBadge = ({ state }: { readonly state: State }) => <StateBadge look={looks[state]} />;
