'use client';

import { useEffect, useState } from 'react';
import { afterMs } from './late';

/** False in the first second of whatever asks: what nobody waits for then leaves the line to what somebody does. */
export const useSoon = (): boolean => {
  const [isSoon, setSoon] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSoon(true);
    }, afterMs);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return isSoon;
};
