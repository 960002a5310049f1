'use client';

import { Fragment, useMemo } from 'react';
import type { DataTableProps } from './data-table';
import { bodyLook, Frame, Row } from './table-rows';
import { useNearScreen } from './use-near-screen';

/** About the height of a row of two lines. */
const usualHeight = 64;

/** A table of which only the rows near the screen are drawn. */
export const LongTable = <T,>(props: DataTableProps<T>) => {
  const { rows, columns, keyOf } = props;
  const keys = useMemo(() => rows.map(keyOf), [rows, keyOf]);
  const { list, drawn, after, measure } = useNearScreen({ keys, usualHeight });
  return (
    <Frame {...props} rowCount={rows.length + 1}>
      <tbody {...list} className={bodyLook}>
        {drawn.map(({ key, index, before }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <Fragment key={key}>
                <Gap height={before} />
                <Row columns={columns} row={row} index={index} measure={measure} />
              </Fragment>
            )
          );
        })}
        <Gap height={after} />
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
