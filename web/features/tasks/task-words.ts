import type { Schemas } from '../../lib/api-client';
import { durationWords } from '../../lib/words';

const kinds: Readonly<Record<Schemas['TaskKind'], string>> = {
  ingest: 'Ingest',
  replay: 'Replay',
  check: 'Connection test',
  suggest: 'Suggested mappings',
  mutate: 'Change of a test source',
  connect: 'DCL connect',
  agents: 'Agents',
  aoa: 'Whole run',
};

export const taskKinds = Object.keys(kinds) as readonly Schemas['TaskKind'][];
export const taskKindWord = (kind: Schemas['TaskKind']): string => kinds[kind];

/** How long a task has been running, or took. */
export const taskDuration = (
  { started_at, ended_at }: Pick<Schemas['Task'], 'started_at' | 'ended_at'>,
  now: number,
): string => {
  if (started_at === null) return '–';
  const end = ended_at === null ? now : Date.parse(ended_at);
  return end === 0 ? '–' : durationWords(end - Date.parse(started_at));
};
