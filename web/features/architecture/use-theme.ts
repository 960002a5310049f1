'use client';

import { useSyncExternalStore } from 'react';

const subscribe = (tell: () => void): (() => void) => {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    observer.disconnect();
  };
};

const shown = (): 'light' | 'dark' =>
  document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';

/** The theme that the page is shown in now. */
export const useTheme = (): 'light' | 'dark' => useSyncExternalStore(subscribe, shown, () => 'light');
