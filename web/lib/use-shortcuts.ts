'use client';

import { useEffect, useRef } from 'react';
import { keep, useKept } from './use-kept';

/** Single keys can be switched off for good in this browser: some speech and switch controls type them by accident. */
export const switchShortcuts = (on: boolean): void => {
  keep('au_shortcuts', on ? '' : 'off');
};

export const useShortcutsOn = (): boolean => useKept('au_shortcuts') !== 'off';

/** A key means a letter while somebody types, and belongs to the button or the dialog that has the focus. */
const isTaken = (event: KeyboardEvent): boolean => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector('[role=dialog]') !== null) return true;
  if (!(event.target instanceof HTMLElement)) return false;
  if (event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null)
    return true;
  return event.key === 'Enter' && event.target.closest('a, button, summary, input') !== null;
};

/** Single-key shortcuts of a page, by `KeyboardEvent.key`; undefined where a key does nothing now. */
export const useShortcuts = (actions: Readonly<Record<string, (() => void) | undefined>>): void => {
  const on = useShortcutsOn();
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    if (!on) return undefined;
    const listen = (event: KeyboardEvent): void => {
      const action = isTaken(event) ? undefined : current.current[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, [on]);
};
