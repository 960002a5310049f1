'use client';

import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useCallback, useState } from 'react';
import type { FocusEvent } from 'react';

/** Rows beyond the screen's edge that are drawn all the same: those that Tab goes to, and a moment's scrolling. */
const beyond = 8;

interface NearScreenOptions {
  /** In the order of the rows, none twice; a new array stands for new rows. */
  readonly keys: readonly string[];
  /** About the height of a row in px; each is measured once it is drawn. */
  readonly usualHeight: number;
  /** Between two rows, in px. */
  readonly gap?: number;
}

export interface DrawnRow {
  readonly key: string;
  /** Its place among all rows. */
  readonly index: number;
  /** What stands free before it, in px: the gap, and rows that are not drawn. */
  readonly before: number;
}

/**
 * Which rows of a list on the page to draw: those near the screen, and the one that has the focus wherever it is. Lists wear
 * `list`, their rows `data-index` and `measure`. Keys stay with their rows' heights.
 */
export const useNearScreen = ({ keys, usualHeight, gap = 0 }: NearScreenOptions) => {
  const [top, setTop] = useState(0);
  const [focused, setFocused] = useState<string>();
  const [usual, setUsual] = useState(usualHeight);
  const ref = useCallback((list: HTMLElement | null) => {
    if (list === null) return undefined;
    const look = (): void => {
      setTop(Math.round(list.getBoundingClientRect().top + window.scrollY));
    };
    look();
    // What comes or goes above it makes the page longer or shorter.
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => {
      observer.disconnect();
    };
  }, []);
  const estimateSize = useCallback(() => usual, [usual]);
  const getItemKey = useCallback((at: number) => keys[at] ?? at, [keys]);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const near = defaultRangeExtractor(range);
      const at = focused === undefined ? -1 : keys.indexOf(focused);
      if (at < 0) return near;
      // With its neighbours: Tab goes on from there.
      const held = [at - 1, at, at + 1].filter((each) => each >= 0 && each < keys.length);
      return [...new Set([...near, ...held])].sort((a, b) => a - b);
    },
    [keys, focused],
  );
  const virtualizer = useWindowVirtualizer<HTMLElement>({
    count: keys.length,
    estimateSize,
    getItemKey,
    rangeExtractor,
    gap,
    overscan: beyond,
    scrollMargin: top,
    useFlushSync: false,
  });
  const items = virtualizer.getVirtualItems();
  // Learnt once, from the first that were drawn: what changes at each step down the list is painted anew each time.
  const middle = items.map(({ size }) => size).sort((a, b) => a - b)[items.length >> 1] ?? usual;
  if (usual === usualHeight && middle !== usual) setUsual(middle);
  const drawn = items.map(({ index, start }, at): DrawnRow => {
    return { key: keys[index] ?? '', index, before: start - (items[at - 1]?.end ?? top) };
  });
  const height = virtualizer.getTotalSize();
  return {
    drawn,
    height,
    /** Free behind the last row that is drawn, in px. */
    after: height - ((items.at(-1)?.end ?? top) - top),
    measure: virtualizer.measureElement,
    /** Where a row begins, in px from the top of the list; about, where it was never drawn. */
    startOf: (at: number): number => (virtualizer.measurementsCache[at]?.start ?? top) - top,
    list: {
      ref,
      onFocus: ({ target }: FocusEvent<HTMLElement>) => {
        const row = target.closest<HTMLElement>('[data-index]');
        setFocused(keys[Number(row?.dataset['index'])]);
      },
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
        // To nothing it goes with the window, and comes back with it; within the list the next row says so itself.
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setFocused(undefined);
      },
    },
  };
};
