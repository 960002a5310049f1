import type { Moves } from './moves.ts';

export const writebackStates = [
  'proposed',
  'approved',
  'writing',
  'verified',
  'undone',
  'conflict',
  'rejected',
  'failed',
] as const;
export type WritebackState = (typeof writebackStates)[number];

/** What has ended never comes back: a new finding is a new proposal. */
export const writebackMoves = {
  proposed: ['approved', 'rejected', 'conflict'],
  approved: ['writing', 'failed', 'conflict'],
  writing: ['verified', 'conflict', 'failed'],
  verified: ['undone'],
  undone: [],
  conflict: [],
  rejected: [],
  failed: [],
} as const satisfies Moves<WritebackState>;

/** What an agent may do by itself: watch, propose to people, or write. */
export const autonomyModes = ['observe', 'suggest', 'act'] as const;
export type Autonomy = (typeof autonomyModes)[number];
