import type { Moves } from './moves.ts';

export const connectionStates = ['new', 'active', 'degraded', 'broken', 'paused'] as const;
export type ConnectionState = (typeof connectionStates)[number];

export const connectionMoves = {
  new: ['active', 'degraded', 'broken', 'paused'],
  active: ['degraded', 'broken', 'paused'],
  degraded: ['active', 'broken', 'paused'],
  broken: ['active', 'degraded', 'paused'],
  paused: ['active', 'new'],
} as const satisfies Moves<ConnectionState>;

export const systems = [
  'salesforce',
  'filesource',
  'supabase',
  'mongodb',
  'hubspot',
  'pipedrive',
  'dynamics365',
] as const;
export type System = (typeof systems)[number];
