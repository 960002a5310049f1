'use client';

import { useSyncExternalStore } from 'react';

const never = (): (() => void) => () => undefined;

/**
 * False until scripts answer. A form that is sent before that goes out as the browser sends it, so what holds a password
 * waits for this (and posts, which keeps it out of addresses).
 */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
