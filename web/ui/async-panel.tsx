'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorPanel } from './error-panel';
import { SkeletonRows } from './skeleton';

interface AsyncPanelProps<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending'> & {
    readonly refetch: () => unknown;
  };
  readonly rows?: number;
  /** Stands above the rows while data is on its way: what is being looked at. */
  readonly awaited?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** Loading, failed, or the data; old data stays visible under the failure of a refresh. */
export const AsyncPanel = <T,>({ query, rows, awaited, children }: AsyncPanelProps<T>) => (
  <>
    {query.error !== null && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
    {query.data !== undefined && children(query.data)}
    {query.data === undefined && query.error === null && (
      <>
        {awaited}
        <SkeletonRows {...(rows === undefined ? {} : { rows })} />
      </>
    )}
  </>
);
