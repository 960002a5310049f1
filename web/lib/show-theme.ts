export type ThemeChoice = 'system' | 'light' | 'dark';

/** The choice that a kept value names; any other value, and none, is that of the device. */
export const themeNamed = (value: string | undefined): ThemeChoice =>
  value === 'light' || value === 'dark' ? value : 'system';

/** Puts a choice on the page. Its text also runs in the page's head, so it refers to nothing outside itself. */
export const showTheme = (choice: ThemeChoice): void => {
  const dark = choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
};
