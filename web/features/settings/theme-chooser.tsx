'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { chooseTheme, useThemeChoice } from '../shell/theme';
import { ChoiceCards } from './choice-cards';

/** Light, dark, or whatever the device uses. */
export const ThemeChooser = () => (
  <ChoiceCards
    legend="Theme"
    name="theme"
    value={useThemeChoice()}
    onChoose={chooseTheme}
    choices={[
      { value: 'system', label: 'As the device', icon: Monitor },
      { value: 'light', label: 'Light', icon: Sun },
      { value: 'dark', label: 'Dark', icon: Moon },
    ]}
  />
);
