'use client';

import { Moon, Sun } from 'lucide-react';
import { useSession } from '../../lib/session/session-provider';
import { IconButton } from '../../ui/button';
import { chooseTheme, useThemeChoice } from './theme';

const toggle = (): void => {
  chooseTheme(document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark');
};

/** Switches between light and dark; Settings, where phones have it, also offers to follow the device. */
export const ThemeButton = () => {
  // Also keeps a page that follows the device listening to it.
  useThemeChoice();
  const { me } = useSession();
  return (
    <span className={me === undefined ? 'contents' : 'contents max-sm:hidden'}>
      <IconButton label="Use the dark theme" icon={Moon} onClick={toggle} className="dark:hidden" />
      <IconButton label="Use the light theme" icon={Sun} onClick={toggle} className="not-dark:hidden" />
    </span>
  );
};
