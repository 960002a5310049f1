'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** Filters, tabs and selections live in the address: a link shows the same, and Back goes back. */
export const useUrlState = (): readonly [
  URLSearchParams,
  (changes: Readonly<Record<string, string>>) => void,
] => {
  const params = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const change = useCallback(
    (changes: Readonly<Record<string, string>>) => {
      const next = new URLSearchParams(params);
      for (const [name, value] of Object.entries(changes)) {
        if (value === '') next.delete(name);
        else next.set(name, value);
      }
      const query = next.toString();
      router.push(query === '' ? path : `${path}?${query}`, { scroll: false });
    },
    [params, path, router],
  );
  return [params, change];
};
