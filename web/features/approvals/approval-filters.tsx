'use client';

import { useUrlState } from '../../lib/use-url-state';
import { Button } from '../../ui/button';
import { FilterSelect } from '../../ui/filter-select';
import { ConnectionFilter } from '../connections/connection-filter';
import { repairFilter } from './repair-queries';
import { bandWord, repairBands, repairStates, repairStateWord } from './repair-words';

/** What the address says about the list. */
export const useRepairFilter = () => {
  const [params] = useUrlState();
  return repairFilter(params);
};

export const ApprovalFilters = () => {
  const [, change] = useUrlState();
  const { state = '', band = '', connection = '' } = useRepairFilter();
  return (
    <div className="mb-4 flex flex-wrap gap-3">
      <FilterSelect
        label="State"
        value={state}
        options={repairStates.map((one) => [one, repairStateWord(one)])}
        onChange={(value) => {
          change({ state: value });
        }}
      />
      <FilterSelect
        label="How sure"
        value={band}
        options={repairBands.map((one) => [one, bandWord(one)])}
        onChange={(value) => {
          change({ band: value });
        }}
      />
      <ConnectionFilter
        value={connection}
        onChange={(value) => {
          change({ connection: value });
        }}
      />
    </div>
  );
};

export const ClearFilters = () => {
  const [, change] = useUrlState();
  return (
    <Button
      onClick={() => {
        change({ state: '', band: '', connection: '' });
      }}
    >
      Clear the filters
    </Button>
  );
};
