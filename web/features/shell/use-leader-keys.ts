'use client';

import { useShortcuts } from '../../lib/use-shortcuts';

const withinMs = 1_500;

/** Two keys after another: the leader, then one of `actions`. The second is kept from the page's own keys. */
export const useLeaderKeys = (leader: string, actions: Readonly<Record<string, () => void>>): void => {
  useShortcuts({
    [leader]: () => {
      const done = new AbortController();
      setTimeout(() => {
        done.abort();
      }, withinMs);
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
