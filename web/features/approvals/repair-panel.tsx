'use client';

import { CircleCheck } from 'lucide-react';
import type { Pages } from '../../lib/use-pages';
import { AsyncPanel } from '../../ui/async-panel';
import { Empty } from '../../ui/empty';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { ClearFilters } from './approval-filters';
import { RepairList } from './repair-list';
import type { RepairListProps } from './repair-list';
import type { Repair } from './repair-words';

interface RepairPanelProps extends Pick<RepairListProps, 'selected' | 'onSelect' | 'decide'> {
  readonly title: string;
  readonly pages: Pages<Repair>;
  readonly filtered: boolean;
  /** Said where nothing is shown and nothing was filtered away. */
  readonly empty: readonly [title: string, text?: string];
}

/** A list of repairs with its states: loading, failed, empty, more to come. */
export const RepairPanel = ({ title, pages, filtered, empty: [none, text], ...list }: RepairPanelProps) => (
  <Panel title={title} flush>
    <AsyncPanel query={pages}>
      {(repairs) => {
        if (repairs.length > 0) return <RepairList label={title} repairs={repairs} {...list} />;
        return filtered ? (
          <Empty icon={CircleCheck} title="No repair matches" action={<ClearFilters />} />
        ) : (
          <Empty icon={CircleCheck} title={none}>
            {text}
          </Empty>
        );
      }}
    </AsyncPanel>
    <MoreRows pages={pages} />
  </Panel>
);
