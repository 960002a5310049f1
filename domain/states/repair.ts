import type { Moves } from './moves.ts';

export const repairStates = [
  'proposed',
  'approved',
  'applying',
  'applied',
  'undone',
  'rejected',
  'expired',
  'withdrawn',
  'failed',
] as const;
export type RepairState = (typeof repairStates)[number];

/**
 * A decided or ended repair never comes back: what follows is a new proposal. `expired`: nobody decided in time;
 * `withdrawn`: its ticket has overtaken it, for the source was put back or has changed again, or a person settled it otherwise.
 */
export const repairMoves = {
  proposed: ['approved', 'rejected', 'expired', 'withdrawn', 'failed'],
  approved: ['applying', 'withdrawn', 'failed'],
  applying: ['applied', 'failed'],
  applied: ['undone'],
  undone: [],
  rejected: [],
  expired: [],
  withdrawn: [],
  failed: [],
} as const satisfies Moves<RepairState>;
