import type { Moves } from './moves.ts';

export const repairStates = [
  'proposed',
  'approved',
  'applying',
  'applied',
  'undone',
  'rejected',
  'expired',
  'failed',
] as const;
export type RepairState = (typeof repairStates)[number];

/** A decided or ended repair never comes back: what follows is a new proposal. */
export const repairMoves = {
  proposed: ['approved', 'rejected', 'expired', 'failed'],
  approved: ['applying', 'failed', 'expired'],
  applying: ['applied', 'failed'],
  applied: ['undone'],
  undone: [],
  rejected: [],
  expired: [],
  failed: [],
} as const satisfies Moves<RepairState>;
