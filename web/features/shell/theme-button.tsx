'use client';

import { Moon, Sun } from 'lucide-react';
import { IconButton } from '../../ui/button';
import { chooseTheme, useThemeChoice } from './theme';

const toggle = (): void => {
  chooseTheme(document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark');
};

/** Switches between light and dark; Settings also offers to follow the device. */
export const ThemeButton = () => {
  // Also keeps a page that follows the device listening to it.
  useThemeChoice();
  return (
    <>
      <IconButton label="Use the dark theme" icon={Moon} onClick={toggle} className="dark:hidden" />
      <IconButton label="Use the light theme" icon={Sun} onClick={toggle} className="not-dark:hidden" />
    </>
  );
};
