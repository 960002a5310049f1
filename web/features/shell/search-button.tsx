import { Search } from 'lucide-react';
import { Key } from '../../ui/key-help';

/** Opens the palette; where there is room it names its key. */
export const SearchButton = ({ onOpen }: { readonly onOpen: () => void }) => (
  <button
    type="button"
    title="Search (Ctrl K)"
    onClick={onOpen}
    className="target inline-flex min-w-9 items-center justify-center gap-2 rounded-lg text-sm text-muted hover:bg-raised hover:text-ink max-sm:min-w-11 xl:border xl:border-control xl:px-3"
  >
    <Search aria-hidden className="size-5 xl:size-4" />
    <span className="max-xl:sr-only">Search</span>
    <span aria-hidden className="max-xl:hidden">
      <Key>Ctrl K</Key>
    </span>
  </button>
);
