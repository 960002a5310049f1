'use client';

import { useUrlState } from '../../lib/use-url-state';
import { tablesOf } from '../lineage/lineage-queries';
import { bands } from './neighbours';
import type { GraphFilters } from './neighbours';

const directions = ['across', 'down'] as const;
export type Direction = (typeof directions)[number];

export interface GraphView {
  readonly filters: GraphFilters;
  readonly asTable: boolean;
  /** Undefined: as the width of the screen wants it. */
  readonly direction: Direction | undefined;
  readonly selected: string;
  /** Slugs of the sources whose tables stand as one node, and of those that were told apart again. */
  readonly collapse: readonly string[];
  readonly expand: readonly string[];
}

/** What the address says of the graph, and how to change it. */
export const useGraphView = (): readonly [GraphView, (changes: Readonly<Record<string, string>>) => void] => {
  const [params, change] = useUrlState();
  const read = (name: string): string => params.get(name) ?? '';
  return [
    {
      filters: {
        source: read('source'),
        agent: read('agent'),
        status: read('status'),
        sure: bands.find((one) => one === read('sure')) ?? '',
      },
      asTable: read('view') === 'table',
      direction: directions.find((one) => one === read('direction')),
      selected: read('node'),
      ...tablesOf(params),
    },
    change,
  ];
};

export const noFilters = { source: '', agent: '', status: '', sure: '' } as const;

/** The slug of a source, from its own id or that of its tables. */
export const slugOf = (id: string): string => id.slice(id.indexOf(':') + 1).split('/')[0] ?? '';

/** What the address says once the tables of a source stand as one node, or each by itself. */
export const withTables = (
  { collapse, expand }: Pick<GraphView, 'collapse' | 'expand'>,
  slug: string,
  asOne: boolean,
): Readonly<Record<'collapse' | 'expand', string>> => {
  const others = (slugs: readonly string[]): readonly string[] => slugs.filter((one) => one !== slug);
  // What was not collapsed by hand is one node because there are many: only that is told apart by name.
  const apart = !asOne && !collapse.includes(slug);
  return {
    collapse: [...others(collapse), ...(asOne ? [slug] : [])].join(','),
    expand: [...others(expand), ...(apart ? [slug] : [])].join(','),
  };
};
