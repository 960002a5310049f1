import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useId } from 'react';
import { saveFile } from '../../lib/save-file';
import { useUrlState } from '../../lib/use-url-state';
import { countWords } from '../../lib/words';
import { Button } from '../../ui/button';
import { FilterSelect } from '../../ui/filter-select';
import { SearchForm } from '../../ui/search-form';
import { useToast } from '../../ui/toast';
import { exportEvents, mostExported } from './event-queries';
import type { EventFilter } from './event-queries';
import { eventFamilies, familyWord } from './event-words';

const formats = [
  ['csv', 'CSV'],
  ['jsonl', 'JSON lines'],
] as const;

/** Narrows the timeline by words and type, and saves what is left of it. */
export const TimelineTools = ({ filter }: { readonly filter: EventFilter }) => {
  const [, change] = useUrlState();
  const { complain } = useToast();
  const { family, q = '' } = filter;
  const ceilingId = useId();
  const save = useMutation({
    mutationFn: async (format: 'csv' | 'jsonl') => {
      saveFile(await exportEvents(filter, format), `timeline.${format}`);
    },
    onError: complain,
  });
  return (
    <div className="flex flex-wrap items-end gap-3 border-b border-line px-4 py-3 sm:px-5">
      <SearchForm
        label="Words in what it says"
        name="Timeline"
        value={q}
        className="grow basis-full sm:grow-0 sm:basis-72"
        onFind={(words) => {
          change({ q: words, event: '' });
        }}
      />
      <FilterSelect
        label="Type"
        value={family ?? ''}
        options={eventFamilies.map((one) => [one, familyWord(one)])}
        onChange={(value) => {
          change({ type: value, event: '' });
        }}
      />
      <div className="flex basis-full flex-wrap items-center gap-2 xl:ml-auto xl:basis-auto">
        {formats.map(([format, word]) => (
          <Button
            key={format}
            icon={Download}
            busy={save.isPending && save.variables === format}
            aria-describedby={ceilingId}
            onClick={() => {
              save.mutate(format);
            }}
          >
            {word}
          </Button>
        ))}
        <span id={ceilingId} className="text-xs text-muted">
          the newest {countWords(mostExported)} at most
        </span>
      </div>
    </div>
  );
};
