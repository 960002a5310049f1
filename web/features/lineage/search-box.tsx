'use client';

import { useRouter } from 'next/navigation';
import { SearchForm } from '../../ui/search-form';

/** Asks for a name where sources are looked after, and answers on the page of the lineage. */
export const LineageSearchBox = () => {
  const router = useRouter();
  return (
    <SearchForm
      label="Find in the lineage"
      placeholder="A column, field or view"
      className="flex-[2] max-sm:basis-full sm:max-w-md"
      onFind={(q) => {
        router.push(q === '' ? '/lineage' : `/lineage?${new URLSearchParams({ q }).toString()}`);
      }}
    />
  );
};
