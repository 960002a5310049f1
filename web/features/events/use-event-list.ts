'use client';

import { useCallback, useMemo, useReducer } from 'react';
import { useLive } from '../../lib/live/live-provider';
import type { LiveEvent } from '../../lib/live/live-stream';

interface List {
  readonly shown: readonly LiveEvent[];
  /** Arrived while the list is held still. */
  readonly waiting: readonly LiveEvent[];
  readonly paused: boolean;
}

type Change =
  | { readonly kind: 'events'; readonly events: readonly LiveEvent[] }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' };

/** So many stay on screen; older ones are in the log that the API pages through. */
const most = 500;

const next = (list: List, change: Change): List => {
  switch (change.kind) {
    case 'pause':
      return { ...list, paused: true };
    case 'resume':
      return { shown: [...list.waiting, ...list.shown].slice(0, most), waiting: [], paused: false };
    case 'events': {
      const added = change.events.toReversed();
      return list.paused
        ? { ...list, waiting: [...added, ...list.waiting].slice(0, most) }
        : { ...list, shown: [...added, ...list.shown].slice(0, most) };
    }
  }
};

/** Events since the page was opened, newest first; progress ticks of tasks are not events and are left out. */
export const useEventList = () => {
  const [list, change] = useReducer(next, { shown: [], waiting: [], paused: false });
  const listener = useMemo(
    () => ({
      onEvents: (arrived: readonly LiveEvent[]) => {
        const events = arrived.filter(({ id }) => id !== undefined);
        if (events.length > 0) change({ kind: 'events', events });
      },
    }),
    [],
  );
  useLive(listener);
  const pause = useCallback(() => {
    change({ kind: 'pause' });
  }, []);
  const resume = useCallback(() => {
    change({ kind: 'resume' });
  }, []);
  return { ...list, pause, resume };
};
