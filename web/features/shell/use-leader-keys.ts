'use client';

import { useShortcuts } from '../../lib/use-shortcuts';

/** The key that begins a chord, and for how long the next one completes it. */
export const chords = { leader: 'g', withinMs: 1_500 } as const;

/** Two keys after another: the leader, then one of `actions`. The second is kept from the page's own keys. */
export const useLeaderKeys = (actions: Readonly<Record<string, () => void>>): void => {
  useShortcuts({
    [chords.leader]: () => {
      const done = new AbortController();
      setTimeout(() => {
        done.abort();
      }, chords.withinMs);
      window.addEventListener(
        'keydown',
        (event) => {
          done.abort();
          const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
          if (action === undefined) return;
          event.preventDefault();
          action();
        },
        { capture: true, signal: done.signal },
      );
    },
  });
};
