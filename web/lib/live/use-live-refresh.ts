'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useLive } from './live-provider';
import type { LiveEvent } from './live-stream';

/** Asks for data again after an event, but at most once in `everyMs`: what sums everything up is made old by every event. */
export const useLiveRefresh = (queryKey: QueryKey, everyMs: number): void => {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const key = JSON.stringify(queryKey);
  const listener = useMemo(
    () => ({
      onEvents: (events: readonly LiveEvent[]) => {
        if (events.every(({ id }) => id === undefined)) return;
        timer.current ??= setTimeout(() => {
          timer.current = undefined;
          void client.invalidateQueries({ queryKey: JSON.parse(key) as QueryKey });
        }, everyMs);
      },
    }),
    [client, key, everyMs],
  );
  useLive(listener);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
};
