'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';

interface Page<T> {
  readonly data: T[];
  readonly page: { readonly next_cursor: string | null; readonly has_more: boolean };
}

interface PagesOptions {
  readonly enabled?: boolean;
  readonly refetchInterval?: number | false;
}

/** A cursor-paged list: the rows so far, and how to get more. */
export const usePages = <T>(
  queryKey: QueryKey,
  load: (cursor: string | undefined) => Promise<Page<T>>,
  options: PagesOptions = {},
) => {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    ...options,
  });
  return {
    data: query.data?.pages.flatMap((page) => page.data),
    error: query.error,
    isPending: query.isPending,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage(),
    loadingMore: query.isFetchingNextPage,
  };
};
