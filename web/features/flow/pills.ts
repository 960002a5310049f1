import type { LiveEvent } from '../../lib/live/live-stream';

/** Where data is on its way, from left to right. */
export const stations = ['sources', 'aam', 'dcl', 'agents'] as const;
export type Station = (typeof stations)[number];

export const outcomes = [
  'created',
  'updated',
  'deleted',
  'drift',
  'repair',
  'unified',
  'insight',
  'write',
] as const;
export type Outcome = (typeof outcomes)[number];

/** So many things of one kind on one way; what is many travels as one pill that says how many. */
export interface Pill {
  readonly from: Station;
  readonly to: Station;
  readonly outcome: Outcome;
  /** An entity, or the kind of thing that travels. */
  readonly what: string;
  readonly count: number;
  /** The newest event that it stands for. */
  readonly event: LiveEvent;
}

const isCounts = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const changes = ['created', 'updated', 'deleted'] as const;

/** One pill per entity and kind of change of a batch. */
const pillsOfBatch = (event: LiveEvent): readonly Pill[] => {
  const entities = event.data['entities'];
  if (!isCounts(entities)) return [];
  return Object.entries(entities).flatMap(([entity, counts]) =>
    isCounts(counts)
      ? changes.flatMap((outcome) => {
          const count = Number(counts[outcome] ?? 0);
          return count > 0
            ? [{ from: 'sources', to: 'dcl', outcome, what: entity, count, event } satisfies Pill]
            : [];
        })
      : [],
  );
};

type Way = Pick<Pill, 'from' | 'to' | 'outcome'>;

const ways: Readonly<Record<string, Way>> = {
  drift: { from: 'sources', to: 'aam', outcome: 'drift' },
  repair: { from: 'aam', to: 'dcl', outcome: 'repair' },
  golden: { from: 'dcl', to: 'agents', outcome: 'unified' },
  dcl: { from: 'dcl', to: 'agents', outcome: 'unified' },
  agent: { from: 'dcl', to: 'agents', outcome: 'insight' },
  writeback: { from: 'agents', to: 'sources', outcome: 'write' },
};

/** What an event sets in motion; nothing for those that move no data (tasks, settings). */
export const pillsOf = (event: LiveEvent): readonly Pill[] => {
  if (event.id === undefined) return [];
  if (event.type === 'canonical.appended') return pillsOfBatch(event);
  const [family = '', verb = ''] = event.type.split('.');
  const way = ways[family];
  return way === undefined ? [] : [{ ...way, what: `${family} ${verb}`, count: 1, event }];
};

/** What a filter tells apart must not travel as one: way, kind, source and trace. */
const keyOf = ({ from, to, outcome, what, event }: Pill): string =>
  [from, to, outcome, what, event.subject.id, event.trace_id].join(' ');

/** Adds pills to those that wait; what goes the same way waits as one. */
export const gather = (waiting: readonly Pill[], added: readonly Pill[]): readonly Pill[] => {
  const gathered = new Map(waiting.map((pill) => [keyOf(pill), pill]));
  for (const pill of added) {
    const count = (gathered.get(keyOf(pill))?.count ?? 0) + pill.count;
    gathered.set(keyOf(pill), { ...pill, count });
  }
  return [...gathered.values()];
};
