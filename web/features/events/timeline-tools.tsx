import { useMutation } from '@tanstack/react-query';
import { Download, Search } from 'lucide-react';
import { useId } from 'react';
import { saveFile } from '../../lib/save-file';
import { useUrlState } from '../../lib/use-url-state';
import { countWords } from '../../lib/words';
import { Button } from '../../ui/button';
import { FilterSelect } from '../../ui/filter-select';
import { Input } from '../../ui/input';
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
  const id = useId();
  const { family, q = '' } = filter;
  const save = useMutation({
    mutationFn: async (format: 'csv' | 'jsonl') => {
      saveFile(await exportEvents(filter, format), `timeline.${format}`);
    },
    onError: complain,
  });
  return (
    <div className="flex flex-wrap items-end gap-3 border-b border-line px-4 py-3 sm:px-5">
      <form
        key={q}
        role="search"
        aria-label="Timeline"
        className="flex min-w-0 grow basis-full items-end gap-2 sm:grow-0 sm:basis-72"
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get('q');
          change({ q: typeof text === 'string' ? text.trim() : '', event: '' });
        }}
      >
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <label htmlFor={id} className="text-xs text-muted">
            Words in what it says
          </label>
          <Input id={id} name="q" type="search" defaultValue={q} maxLength={200} />
        </div>
        <Button type="submit" icon={Search}>
          Find
        </Button>
      </form>
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
            title={`The newest ${countWords(mostExported)} at most`}
            onClick={() => {
              save.mutate(format);
            }}
          >
            {word}
          </Button>
        ))}
        <span className="text-xs text-muted">the newest {countWords(mostExported)} at most</span>
      </div>
    </div>
  );
};
