'use client';

import { Button } from './button';

interface MoreRowsProps {
  readonly pages: { readonly hasMore: boolean; readonly loadingMore: boolean; readonly more: () => void };
}

/** Asks for the next page of a list, as long as there is one. */
export const MoreRows = ({ pages }: MoreRowsProps) =>
  pages.hasMore && (
    <div className="flex justify-center border-t border-line p-3">
      <Button busy={pages.loadingMore} onClick={pages.more}>
        Show more
      </Button>
    </div>
  );
