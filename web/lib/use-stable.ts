'use client';

import { useCallback, useLayoutEffect, useRef } from 'react';

/** One function for as long as the component lives, which does what the latest render says: memoised parts keep theirs. */
export const useStable = <A extends readonly unknown[]>(
  act: (...given: A) => void,
): ((...given: A) => void) => {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...given: A) => {
    latest.current(...given);
  }, []);
};
