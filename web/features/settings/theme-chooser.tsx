'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { chooseTheme, useThemeChoice } from '../shell/theme';

const choices = [
  { value: 'system', label: 'As the device', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

/** Light, dark, or whatever the device uses. */
export const ThemeChooser = () => {
  const chosen = useThemeChoice();
  return (
    <fieldset>
      <legend className="mb-2 text-sm">Theme</legend>
      <div className="flex flex-wrap gap-2">
        {choices.map(({ value, label, icon: Icon }) => (
          <label
            key={value}
            className="target flex cursor-pointer items-center gap-2 rounded-lg border border-control px-4 text-sm has-checked:border-brand has-checked:bg-brand-soft has-checked:text-brand has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand"
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              checked={chosen === value}
              onChange={() => {
                chooseTheme(value);
              }}
            />
            <Icon aria-hidden className="size-4" />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
};
