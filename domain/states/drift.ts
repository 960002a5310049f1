import type { Moves } from './moves.ts';

export const driftStates = ['open', 'proposing', 'waiting', 'manual', 'applying', 'closed'] as const;
export type DriftState = (typeof driftStates)[number];

export const driftOutcomes = ['applied', 'accepted', 'healed', 'superseded'] as const;
export type DriftOutcome = (typeof driftOutcomes)[number];

export const driftMoves = {
  open: ['proposing', 'manual', 'applying', 'closed'],
  proposing: ['waiting', 'manual', 'applying', 'open', 'closed'],
  waiting: ['applying', 'manual', 'open', 'closed'],
  manual: ['applying', 'open', 'closed'],
  applying: ['closed', 'manual', 'open'],
  closed: ['manual'],
} as const satisfies Moves<DriftState>;

export const quarantineStates = ['quarantined', 'parked', 'retried', 'resolved', 'discarded'] as const;
export type QuarantineState = (typeof quarantineStates)[number];
