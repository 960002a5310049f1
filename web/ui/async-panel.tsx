'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { ReactNode } from 'react';
import { ErrorPanel } from './error-panel';
import { SkeletonRows } from './skeleton';

interface AsyncPanelProps<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending'> & {
    readonly refetch: () => unknown;
  };
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

/**
 * Loading, failed, or the data; old data stays visible under the failure of a refresh. Data that has just come is drawn in
 * slices, between which the page answers: what is cached is there at once, and what changes later changes at once.
 */
export const AsyncPanel = <T,>({ query, rows, children }: AsyncPanelProps<T>) => {
  const { data, error, refetch } = query;
  const mayDraw = useDeferredValue(data !== undefined);
  return (
    <>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && mayDraw && children(data)}
      {error === null && (data === undefined || !mayDraw) && (
        <SkeletonRows {...(rows === undefined ? {} : { rows })} />
      )}
    </>
  );
};
