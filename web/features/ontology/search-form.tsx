'use client';

import { Search } from 'lucide-react';
import { useId } from 'react';
import { useUrlState } from '../../lib/use-url-state';
import { Button } from '../../ui/button';
import { Input } from '../../ui/input';

/** One question for both tabs; it stands in the address. */
export const SearchForm = ({ value }: { readonly value: string }) => {
  const [, change] = useUrlState();
  const id = useId();
  return (
    <form
      role="search"
      aria-label="Ontology"
      className="mb-4 flex max-w-md items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('find');
        change({ find: typeof text === 'string' ? text.trim() : '' });
      }}
    >
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <label htmlFor={id} className="text-xs text-muted">
          Entity, field, table or column
        </label>
        <Input id={id} name="find" type="search" defaultValue={value} />
      </div>
      <Button type="submit" icon={Search}>
        Find
      </Button>
    </form>
  );
};
