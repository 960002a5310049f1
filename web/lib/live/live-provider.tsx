'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useSession } from '../session/session-provider';
import { applyEvent } from './apply-event';
import { LiveStream } from './live-stream';
import type { LiveListener, LiveState } from './live-stream';

const LiveContext = createContext<LiveStream | undefined>(undefined);

/** One stream per tab while somebody is signed in; what it tells keeps the data cache fresh. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }) => {
  const { me } = useSession();
  const client = useQueryClient();
  const user = me?.user_id;
  const stream = useMemo(() => (user === undefined ? undefined : new LiveStream()), [user]);
  useEffect(() => {
    if (stream === undefined) return undefined;
    const stopFeeding = feed(stream, client);
    stream.start();
    return () => {
      stopFeeding();
      stream.stop();
    };
  }, [stream, client]);
  return <LiveContext.Provider value={stream}>{children}</LiveContext.Provider>;
};

/** Invalidations are gathered for a moment: a burst of a hundred events asks each list once. */
const feed = (stream: LiveStream, client: QueryClient): (() => void) => {
  const due = new Map<string, readonly unknown[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    for (const queryKey of due.values()) void client.invalidateQueries({ queryKey });
    due.clear();
  };
  const stop = stream.subscribe({
    onEvents: (events) => {
      for (const event of events)
        for (const key of applyEvent(event, client)) due.set(JSON.stringify(key), key);
      if (due.size > 0) timer ??= setTimeout(flush, 400);
    },
    onResync: () => void client.invalidateQueries(),
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
};

const idle: LiveState = { phase: 'connecting', attempt: 0, lastEventAt: undefined };

/** What `choose` takes of how the stream is doing; whoever asks is drawn anew when that alone changes, and not at every event. */
export const useLiveState = <T extends string | number | undefined>(choose: (state: LiveState) => T): T => {
  const stream = useContext(LiveContext);
  const subscribe = useCallback(
    (tell: () => void) => stream?.subscribe({ onState: tell }) ?? (() => undefined),
    [stream],
  );
  return useSyncExternalStore(
    subscribe,
    () => choose(stream?.current ?? idle),
    () => choose(idle),
  );
};

/** Listens while the component is on screen. `listener` must keep its identity between renders. */
export const useLive = (listener: LiveListener): void => {
  const stream = useContext(LiveContext);
  useEffect(() => stream?.subscribe(listener), [stream, listener]);
};
