'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useState } from 'react';
import type { DataTableProps } from './data-table';
import { bodyLook, Frame, Row } from './table-rows';

/** About the height of a row of two lines; each is measured once it is drawn. */
const usualHeight = 64;

/** A table of which only the rows near the screen are drawn. */
export const LongTable = <T,>(props: DataTableProps<T>) => {
  const { rows, columns, keyOf } = props;
  const [top, setTop] = useState(0);
  const place = useCallback((body: HTMLTableSectionElement | null) => {
    if (body !== null) setTop(body.getBoundingClientRect().top + window.scrollY);
  }, []);
  const { getVirtualItems, getTotalSize, measureElement } = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => usualHeight,
    getItemKey: (at) => {
      const row = rows[at];
      return row === undefined ? at : keyOf(row);
    },
    overscan: 8,
    scrollMargin: top,
  });
  const drawn = getVirtualItems();
  const above = (drawn[0]?.start ?? top) - top;
  const below = getTotalSize() - ((drawn.at(-1)?.end ?? top) - top);
  return (
    <Frame {...props} rowCount={rows.length + 1}>
      <tbody ref={place} className={bodyLook}>
        <Gap height={above} />
        {drawn.map(({ key, index }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <Row key={key} columns={columns} row={row} index={index} measure={measureElement} />
            )
          );
        })}
        <Gap height={below} />
      </tbody>
    </Frame>
  );
};

/** Stands for rows that are not drawn. */
const Gap = ({ height }: { readonly height: number }) =>
  height > 0 && (
    <tr aria-hidden className="block">
      <td className="block p-0" style={{ height }} />
    </tr>
  );
