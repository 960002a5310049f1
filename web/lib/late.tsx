'use client';

import dynamic from 'next/dynamic';
import type { ComponentType, ReactNode } from 'react';

/** No page waits for such code; it is there before somebody has found what to press. */
export const afterMs = 1_000;

/** Fetches code a moment after the page that names it, so that it is there when it is wanted. */
export const soon = <T,>(load: () => Promise<T>): (() => Promise<T>) => {
  // What could not be fetched now is asked for again when it is wanted.
  if (typeof window !== 'undefined') setTimeout(() => void load().catch(() => undefined), afterMs);
  return load;
};

/** In place of a part whose code is no longer there, as after an update of the server. */
const Unfetched = () => (
  <p role="alert" className="p-4 text-sm">
    This part of the page could not be fetched.{' '}
    <button
      type="button"
      className="target text-brand underline underline-offset-4"
      onClick={() => {
        location.reload();
      }}
    >
      Reload the page
    </button>
  </p>
);

/**
 * A component of which the first paint has no need: dialogs, menus, messages, what stands behind a tab. Its code is fetched
 * soon after the page; `loading` stands in its place meanwhile.
 */
export const late = <P,>(
  load: () => Promise<ComponentType<P>>,
  loading: () => ReactNode = () => null,
): ComponentType<P> => {
  const fetched = soon(load);
  return dynamic<P>(() => fetched().catch(() => Unfetched), { ssr: false, loading });
};
