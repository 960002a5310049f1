'use client';

import { useEffect, useRef } from 'react';
import { Button } from './button';

interface MoreRowsProps {
  readonly pages: { readonly hasMore: boolean; readonly loadingMore: boolean; readonly more: () => void };
}

/** So far below the screen the next page is asked for. */
const ahead = '400px';

/** Asks for the next page of a list when its end comes near, or when it is told to, as long as there is one. */
export const MoreRows = ({ pages }: MoreRowsProps) => {
  const end = useRef<HTMLDivElement>(null);
  const { hasMore, loadingMore, more } = pages;
  useEffect(() => {
    const element = end.current;
    if (element === null || loadingMore) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        // Only those who go down a list want more of it.
        if (entry?.isIntersecting === true && window.scrollY > 0) more();
      },
      { rootMargin: ahead },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [hasMore, loadingMore, more]);
  return (
    hasMore && (
      <div ref={end} className="flex justify-center border-t border-line p-3">
        <Button busy={loadingMore} onClick={more}>
          Show more
        </Button>
      </div>
    )
  );
};
