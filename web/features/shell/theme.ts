'use client';

import { useEffect } from 'react';
import { showTheme, themeNamed } from '../../lib/show-theme';
import type { ThemeChoice } from '../../lib/show-theme';
import { keep, useKept } from '../../lib/use-kept';

/** Keeps the choice for this browser; whoever uses `useThemeChoice` shows it. */
export const chooseTheme = (choice: ThemeChoice): void => {
  keep('au_theme', choice === 'system' ? '' : choice);
};

/** What was chosen, also in another page; `system` follows the device while the page is open. */
export const useThemeChoice = (): ThemeChoice => {
  const choice = themeNamed(useKept('au_theme'));
  useEffect(() => {
    const show = (): void => {
      showTheme(choice);
    };
    show();
    const media = matchMedia('(prefers-color-scheme: dark)');
    media.addEventListener('change', show);
    return () => {
      media.removeEventListener('change', show);
    };
  }, [choice]);
  return choice;
};
