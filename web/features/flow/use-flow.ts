'use client';

import { useEffect, useMemo, useReducer } from 'react';
import { useLive } from '../../lib/live/live-provider';
import type { LiveEvent } from '../../lib/live/live-stream';
import { gather, pillsOf, stations } from './pills';
import type { Pill, Station } from './pills';

export interface MovingPill extends Pill {
  readonly id: number;
  /** The row it travels in, from 0. */
  readonly row: number;
  readonly endsAt: number;
}

/** How many things came at a moment, milliseconds of the page's own clock. */
interface Arrival {
  readonly at: number;
  readonly count: number;
}

interface Flow {
  readonly waiting: readonly Pill[];
  readonly moving: readonly MovingPill[];
  /** Newest first. */
  readonly latest: readonly LiveEvent[];
  /** Numbers of the events behind which some were missed, since the server no longer had them; 0 before all. */
  readonly gaps: readonly number[];
  /** What left each station since the page was opened. */
  readonly left: Readonly<Partial<Record<Station, number>>>;
  readonly arrivals: readonly Arrival[];
  readonly started: number;
}

type Change =
  | { readonly kind: 'events'; readonly events: readonly LiveEvent[]; readonly now: number }
  | { readonly kind: 'gap' }
  | { readonly kind: 'tick'; readonly now: number; readonly travelMs: number; readonly rows: number };

/** So many events are kept; the log has all of them. */
const mostLatest = 500;
const tickMs = 300;
const rateOverMs = 3_000;

/** What goes onward passes the stations between; what is written back does not. */
const leftBy = (from: Station, to: Station): readonly Station[] => {
  const [start, end] = [stations.indexOf(from), stations.indexOf(to)];
  return end > start ? stations.slice(start, end) : [from];
};

const recent = (arrivals: readonly Arrival[], now: number): readonly Arrival[] =>
  arrivals.filter(({ at }) => at > now - rateOverMs);

const taken = (flow: Flow, events: readonly LiveEvent[], now: number): Flow => {
  const moving = events.filter((event) => pillsOf(event).length > 0);
  if (moving.length === 0) return flow;
  const added = moving.flatMap(pillsOf);
  const left = { ...flow.left };
  for (const { from, to, count } of added)
    for (const station of leftBy(from, to)) left[station] = (left[station] ?? 0) + count;
  const count = added.reduce((sum, pill) => sum + pill.count, 0);
  return {
    ...flow,
    left,
    waiting: gather(flow.waiting, added),
    latest: [...moving.toReversed(), ...flow.latest].slice(0, mostLatest),
    arrivals: [...recent(flow.arrivals, now), { at: now, count }],
  };
};

const ticked = (flow: Flow, { now, travelMs, rows }: Extract<Change, { kind: 'tick' }>): Flow => {
  const moving = flow.moving.filter(({ endsAt }) => endsAt > now);
  const arrivals = recent(flow.arrivals, now);
  const isStill = moving.length === flow.moving.length && flow.waiting.length === 0;
  if (isStill && arrivals.length === flow.arrivals.length) return flow;
  const used = new Set(moving.map(({ row }) => row));
  const free = Array.from({ length: rows }, (_, row) => row).filter((row) => !used.has(row));
  const starting = flow.waiting.slice(0, free.length).map((pill, index) => ({
    ...pill,
    id: flow.started + index,
    row: free[index] ?? 0,
    endsAt: now + travelMs,
  }));
  return {
    ...flow,
    arrivals,
    waiting: flow.waiting.slice(starting.length),
    moving: [...moving, ...starting],
    started: flow.started + starting.length,
  };
};

const next = (flow: Flow, change: Change): Flow => {
  switch (change.kind) {
    case 'events':
      return taken(flow, change.events, change.now);
    case 'gap':
      return { ...flow, gaps: [...new Set([...flow.gaps, flow.latest[0]?.id ?? 0])] };
    case 'tick':
      return ticked(flow, change);
  }
};

const empty: Flow = { waiting: [], moving: [], latest: [], gaps: [], left: {}, arrivals: [], started: 0 };

interface FlowPace {
  readonly paused: boolean;
  /** How long a pill is on its way. */
  readonly travelMs: number;
  readonly rows: number;
}

/** What flows while the page is open, and how much a second. Paused, arrivals are gathered and start when it goes on. */
export const useFlow = ({ paused, travelMs, rows }: FlowPace): Flow & { readonly perSecond: number } => {
  const [flow, change] = useReducer(next, empty);
  useLive(
    useMemo(
      () => ({
        onEvents: (events: readonly LiveEvent[]) => {
          change({ kind: 'events', events, now: performance.now() });
        },
        onResync: () => {
          change({ kind: 'gap' });
        },
      }),
      [],
    ),
  );
  useEffect(() => {
    if (paused) return undefined;
    const ticking = setInterval(() => {
      change({ kind: 'tick', now: performance.now(), travelMs, rows });
    }, tickMs);
    return () => {
      clearInterval(ticking);
    };
  }, [paused, travelMs, rows]);
  const count = flow.arrivals.reduce((sum, arrival) => sum + arrival.count, 0);
  return { ...flow, perSecond: (count * 1_000) / rateOverMs };
};
