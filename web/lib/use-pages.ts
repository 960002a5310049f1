'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';

interface Page<T> {
  readonly data: T[];
  readonly page: { readonly next_cursor: string | null; readonly has_more: boolean };
}

/** The rows so far of a cursor-paged list, and how to get more. */
export interface Pages<T> {
  readonly data: readonly T[] | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly loadingMore: boolean;
}

interface PagesOptions {
  readonly enabled?: boolean;
  readonly refetchInterval?: number | false;
}

/** Asks for a cursor-paged list, page by page; `first` is the newest page with all that its answer says besides the rows. */
export const usePages = <T, P>(
  queryKey: QueryKey,
  load: (cursor: string | undefined) => Promise<Page<T> & P>,
  options: PagesOptions = {},
): Pages<T> & { readonly first: P | undefined } => {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    ...options,
  });
  return {
    data: query.data?.pages.flatMap((page) => page.data),
    first: query.data?.pages[0],
    error: query.error,
    isPending: query.isPending,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage(),
    loadingMore: query.isFetchingNextPage,
  };
};
