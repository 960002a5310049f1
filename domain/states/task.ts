import type { Moves } from './moves.ts';

export const taskStates = ['queued', 'in_progress', 'success', 'failed', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

/** A retry is a new task, so the last three are final. */
export const taskMoves = {
  queued: ['in_progress', 'failed', 'cancelled'],
  in_progress: ['success', 'failed', 'cancelled'],
  success: [],
  failed: [],
  cancelled: [],
} as const satisfies Moves<TaskState>;

export const taskKinds = [
  'ingest',
  'replay',
  'check',
  'suggest',
  'mutate',
  'connect',
  'agents',
  'aoa',
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** Kinds that take one of the tenant's slots; the others start at once. */
export const slotKinds: ReadonlySet<TaskKind> = new Set(['ingest', 'replay', 'connect', 'agents']);
