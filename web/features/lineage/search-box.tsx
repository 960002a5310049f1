'use client';

import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId } from 'react';
import { Button } from '../../ui/button';
import { Input } from '../../ui/input';

/** Asks for a name where sources are looked after, and answers on the page of the lineage. */
export const LineageSearchBox = () => {
  const router = useRouter();
  const id = useId();
  return (
    <form
      role="search"
      className="flex min-w-0 flex-[2] items-end gap-2 max-sm:basis-full sm:max-w-md"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('q');
        const q = typeof text === 'string' ? text.trim() : '';
        router.push(q === '' ? '/lineage' : `/lineage?${new URLSearchParams({ q }).toString()}`);
      }}
    >
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <label htmlFor={id} className="text-xs text-muted">
          Find in the lineage
        </label>
        <Input id={id} name="q" type="search" placeholder="A column, field or view" />
      </div>
      <Button type="submit" icon={Search}>
        Find
      </Button>
    </form>
  );
};
