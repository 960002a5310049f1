'use client';

import type { ReactNode } from 'react';
import type { Pages } from '../lib/use-pages';
import { useUrlState } from '../lib/use-url-state';
import { AsyncPanel } from './async-panel';
import { Dialog } from './dialog';
import { MoreRows } from './more-rows';
import { Panel } from './panel';

interface ListWithDetailsProps<T> {
  readonly pages: Pages<T>;
  /** Under which name the address says which row is open. */
  readonly param: string;
  /** Heading of the details. */
  readonly title: string | ((id: string) => string);
  readonly empty: ReactNode;
  readonly list: (rows: readonly T[], open: (id: string) => void) => ReactNode;
  readonly details: (id: string, close: () => void) => ReactNode;
}

/** A cursor-paged list; the details of a row come in from the side, and a link opens them again. */
export const ListWithDetails = <T,>({
  pages,
  param,
  title,
  empty,
  list,
  details,
}: ListWithDetailsProps<T>) => {
  const [params, change] = useUrlState();
  const opened = params.get(param);
  const open = (id: string): void => {
    change({ [param]: id });
  };
  const close = (): void => {
    open('');
  };
  return (
    <>
      <Panel flush>
        <AsyncPanel query={pages}>{(rows) => (rows.length === 0 ? empty : list(rows, open))}</AsyncPanel>
        <MoreRows pages={pages} />
      </Panel>
      {opened !== null && (
        <Dialog
          open
          place="side"
          title={typeof title === 'string' ? title : title(opened)}
          onOpenChange={close}
        >
          {details(opened, close)}
        </Dialog>
      )}
    </>
  );
};
