'use client';

import { useState } from 'react';
import { useStable } from '../../lib/use-stable';

interface More {
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly more: () => void;
}

/** So many rows are drawn at first, and so many more each time. */
const step = 60;

/** Draws few of many rows, and more as their end comes near; only then is more asked for than there is. */
export const useRoom = <T>(
  rows: readonly T[],
  { hasMore, loadingMore, more }: More,
): { readonly shown: readonly T[]; readonly pages: More } => {
  const [room, setRoom] = useState(step);
  const grow = useStable(() => {
    if (rows.length > room) setRoom(room + step);
    else more();
  });
  return {
    shown: rows.slice(0, room),
    pages: { hasMore: hasMore || rows.length > room, loadingMore, more: grow },
  };
};
