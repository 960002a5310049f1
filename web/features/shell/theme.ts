'use client';

import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

const prefersDark = '(prefers-color-scheme: dark)';
const yearSeconds = 31_536_000;
const listeners = new Set<() => void>();

const chosenTheme = (): ThemeChoice => {
  const chosen = /(?:^|; )au_theme=(light|dark)/.exec(document.cookie)?.[1];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
};

const show = (): void => {
  const choice = chosenTheme();
  const dark = choice === 'system' ? matchMedia(prefersDark).matches : choice === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  for (const tell of listeners) tell();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  const media = matchMedia(prefersDark);
  media.addEventListener('change', show);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', show);
  };
};

/** Keeps the choice in a cookie, which the script in the page's head reads before the first paint. */
export const chooseTheme = (choice: ThemeChoice): void => {
  document.cookie =
    choice === 'system'
      ? 'au_theme=; path=/; max-age=0; samesite=lax'
      : `au_theme=${choice}; path=/; max-age=${String(yearSeconds)}; samesite=lax`;
  show();
};

/** What was chosen; `system` follows the device while the page is open. */
export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, chosenTheme, () => 'system');
