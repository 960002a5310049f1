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

interface Flow {
  readonly waiting: readonly Pill[];
  readonly moving: readonly MovingPill[];
  /** Newest first. */
  readonly latest: readonly LiveEvent[];
  /** What left each station since the page was opened. */
  readonly left: Readonly<Partial<Record<Station, number>>>;
  readonly started: number;
}

type Change =
  | { readonly kind: 'events'; readonly events: readonly LiveEvent[] }
  | { readonly kind: 'tick'; readonly now: number; readonly travelMs: number };

export const rows = 8;
const mostLatest = 100;
const tickMs = 300;

/** What goes onward passes the stations between; what is written back does not. */
const leftBy = (from: Station, to: Station): readonly Station[] => {
  const [start, end] = [stations.indexOf(from), stations.indexOf(to)];
  return end > start ? stations.slice(start, end) : [from];
};

const next = (flow: Flow, change: Change): Flow => {
  if (change.kind === 'events') {
    const moving = change.events.filter((event) => pillsOf(event).length > 0);
    if (moving.length === 0) return flow;
    const added = moving.flatMap(pillsOf);
    const left = { ...flow.left };
    for (const { from, to, count } of added)
      for (const station of leftBy(from, to)) left[station] = (left[station] ?? 0) + count;
    return {
      ...flow,
      left,
      waiting: gather(flow.waiting, added),
      latest: [...moving.toReversed(), ...flow.latest].slice(0, mostLatest),
    };
  }
  const moving = flow.moving.filter(({ endsAt }) => endsAt > change.now);
  if (moving.length === flow.moving.length && flow.waiting.length === 0) return flow;
  const taken = new Set(moving.map(({ row }) => row));
  const free = Array.from({ length: rows }, (_, row) => row).filter((row) => !taken.has(row));
  const starting = flow.waiting.slice(0, free.length).map((pill, index) => ({
    ...pill,
    id: flow.started + index,
    row: free[index] ?? 0,
    endsAt: change.now + change.travelMs,
  }));
  return {
    ...flow,
    waiting: flow.waiting.slice(starting.length),
    moving: [...moving, ...starting],
    started: flow.started + starting.length,
  };
};

const empty: Flow = { waiting: [], moving: [], latest: [], left: {}, started: 0 };

/** What flows while the page is open. Paused, arrivals are gathered and start when it goes on. */
export const useFlow = (paused: boolean, travelMs: number): Flow => {
  const [flow, change] = useReducer(next, empty);
  useLive(
    useMemo(
      () => ({
        onEvents: (events: readonly LiveEvent[]) => {
          change({ kind: 'events', events });
        },
      }),
      [],
    ),
  );
  useEffect(() => {
    if (paused) return undefined;
    const timer = setInterval(() => {
      change({ kind: 'tick', now: performance.now(), travelMs });
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, [paused, travelMs]);
  return flow;
};
