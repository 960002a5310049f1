'use client';

import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';

/** No page waits for such code; it is there before somebody has found what to press. */
const afterMs = 1_000;

/** Fetches code a moment after the page that names it, so that it is there when it is wanted. */
export const soon = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  // What could not be fetched now is asked for again when it is wanted.
  if (typeof window !== 'undefined') setTimeout(() => void load().catch(() => undefined), afterMs);
  return load;
};

/** A component of which the first paint has no need: dialogs, menus, messages. Its code is fetched soon after the page. */
export const late = <P>(load: () => Promise<ComponentType<P>>): ComponentType<P> =>
  dynamic(soon(load), { ssr: false });
