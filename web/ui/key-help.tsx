'use client';

import { switchShortcuts, useShortcutsOn } from '../lib/use-shortcuts';

/** A key of the keyboard. */
export const Key = ({ children }: { readonly children: string }) => (
  <kbd className="rounded border border-control bg-panel px-1.5 font-mono text-xs text-ink">{children}</kbd>
);

interface KeyHelpProps {
  /** What each key does on this page, in order. */
  readonly keys: readonly (readonly [key: string, does: string])[];
}

/** The line that names the page's keys, with the switch that turns them off. Not shown where there is no keyboard. */
export const KeyHelp = ({ keys }: KeyHelpProps) => {
  const on = useShortcutsOn();
  return (
    <p
      data-testid="key-help"
      className="mb-4 hidden flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted pointer-fine:flex"
    >
      {on &&
        keys.map(([key, does]) => (
          <span key={key} className="whitespace-nowrap">
            <Key>{key}</Key> {does}
          </span>
        ))}
      <button
        type="button"
        className="target underline underline-offset-4 hover:text-ink"
        onClick={() => {
          switchShortcuts(!on);
        }}
      >
        {on ? 'Switch keys off' : 'Switch keys on'}
      </button>
    </p>
  );
};
