import { X } from 'lucide-react';
import { capital } from '../../lib/words';
import { Button } from '../../ui/button';
import { FilterSelect } from '../../ui/filter-select';
import { ConnectionFilter } from '../connections/connection-filter';
import { entityList, entityWords } from '../records/record-words';
import { densities, speeds } from './flow-view';
import type { FlowView } from './flow-view';
import { outcomes } from './pills';
import type { Outcome } from './pills';

interface FlowFiltersProps {
  readonly view: FlowView;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

const outcomeWords: Readonly<Record<Outcome, string>> = {
  created: 'Created',
  updated: 'Updated',
  deleted: 'Deleted',
  drift: 'Drift',
  repair: 'Repair',
  unified: 'Unified',
  insight: 'Agent',
  write: 'Write-back',
};

const named = (choices: object): readonly (readonly [string, string])[] =>
  Object.keys(choices).map((key) => [key, capital(key)]);

/** What is looked at, and how fast and how much of it at once. */
export const FlowFilters = ({ view, onChange }: FlowFiltersProps) => {
  const set =
    (name: string, usual = '') =>
    (value: string) => {
      onChange({ [name]: value === usual ? '' : value });
    };
  return (
    <div className="mb-4 grid grid-cols-2 items-end gap-3 lg:flex">
      <ConnectionFilter value={view.connection} onChange={set('connection')} />
      <FilterSelect
        label="Entity"
        value={view.entity}
        options={entityList.map((entity) => [entity, entityWords(entity).many])}
        onChange={set('entity')}
      />
      <FilterSelect
        label="Outcome"
        value={view.outcome}
        options={outcomes.map((outcome) => [outcome, outcomeWords[outcome]])}
        onChange={set('outcome')}
      />
      <FilterSelect
        label="Speed"
        all={false}
        value={view.speed}
        options={named(speeds)}
        onChange={set('speed', 'normal')}
      />
      <FilterSelect
        label="Density"
        all={false}
        value={view.density}
        options={named(densities)}
        onChange={set('density', 'normal')}
      />
      {view.trace !== '' && (
        <Button
          icon={X}
          onClick={() => {
            onChange({ trace: '' });
          }}
        >
          Trace {view.trace.slice(0, 8)} only
        </Button>
      )}
    </div>
  );
};
