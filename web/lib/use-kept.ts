'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import { readCookie, writeCookie } from './cookies';
import type { Kept, KeptName } from './kept-names';

/** What was kept when the server drew the page. */
export const KeptAtFirst = createContext<Kept>({});

const listeners = new Set<() => void>();
let others: BroadcastChannel | undefined;

const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Keeps a choice for a year, here and in the other pages that are open in this browser; empty forgets it. */
export const keep = (name: KeptName, value: string): void => {
  writeCookie(name, value === '' ? undefined : value);
  tell();
  others?.postMessage(name);
};

/** Tells of every choice that is kept, in whichever page; answers how to stop that. */
export const onKept = (listener: () => void): (() => void) => {
  if (others === undefined) {
    others = new BroadcastChannel('au_kept');
    others.onmessage = tell;
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** A choice of this browser; empty where there is none. */
export const useKept = (name: KeptName): string => {
  const atFirst = useContext(KeptAtFirst)[name] ?? '';
  return useSyncExternalStore(
    onKept,
    () => readCookie(name) ?? '',
    () => atFirst,
  );
};
