'use client';

import { useQuery } from '@tanstack/react-query';
import { useUrlState } from '../../lib/use-url-state';
import { Button } from '../../ui/button';
import { FilterSelect } from '../../ui/filter-select';
import { connectionNamesQuery } from '../connections/connection-queries';
import { bandWord, repairBands, repairStates, repairStateWord } from './repair-words';

/** What the address says about the list. */
export const useRepairFilter = () => {
  const [params] = useUrlState();
  const state = repairStates.find((one) => one === params.get('state'));
  const band = repairBands.find((one) => one === params.get('band'));
  const connection = params.get('connection') ?? undefined;
  return { state, band, connection };
};

export const ApprovalFilters = () => {
  const [, change] = useUrlState();
  const { state = '', band = '', connection = '' } = useRepairFilter();
  const connections = useQuery(connectionNamesQuery());
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
      <FilterSelect
        label="Connection"
        value={connection}
        options={(connections.data ?? []).map(({ connection_id, name }) => [connection_id, name])}
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
