'use client';

import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
/** Holds what storage refuses to hold, for this page. */
const fallback = new Map<string, string>();

const read = (name: string): string => {
  try {
    return localStorage.getItem(name) ?? fallback.get(name) ?? '';
  } catch {
    return fallback.get(name) ?? '';
  }
};

/** Sets it for every place of this page that reads it; empty forgets it. */
export const writeStored = (name: string, value: string): void => {
  fallback.set(name, value);
  try {
    if (value === '') localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Storage may be denied; this page remembers it all the same.
  }
  for (const tell of listeners) tell();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
};

/** A setting of this browser by its name; empty where it is not set, and in the first render. */
export const useStored = (name: string): string =>
  useSyncExternalStore(
    subscribe,
    () => read(name),
    () => '',
  );
