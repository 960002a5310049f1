'use client';

import { useSyncExternalStore } from 'react';
import { readCookie, writeCookie } from '../../lib/cookies';
import { showTheme, themeCookie, themeNamed } from '../../lib/show-theme';
import type { ThemeChoice } from '../../lib/show-theme';

const listeners = new Set<() => void>();

const chosenTheme = (): ThemeChoice => themeNamed(readCookie(themeCookie));

const show = (): void => {
  showTheme(chosenTheme());
  for (const tell of listeners) tell();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', show);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', show);
  };
};

/** Keeps the choice for this browser, and shows it. */
export const chooseTheme = (choice: ThemeChoice): void => {
  writeCookie(themeCookie, choice === 'system' ? undefined : choice);
  show();
};

/** What was chosen; `system` follows the device while the page is open. */
export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, chosenTheme, () => 'system');
