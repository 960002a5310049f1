'use client';

import { useLiveState } from './live-provider';

const fallbackMs = 10_000;

/** For `refetchInterval`: nothing while events arrive, every 10 s without the stream. */
export const useFallbackInterval = (): number | false =>
  useLiveState(({ phase }) => phase) === 'live' ? false : fallbackMs;
