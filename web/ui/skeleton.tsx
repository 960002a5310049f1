import { classNames } from './class-names';

const Skeleton = ({ className }: { readonly className?: string }) => (
  <div aria-hidden className={classNames('animate-pulse rounded-md bg-neutral-soft', className)} />
);

/** Rows of the shape that is coming, so that nothing jumps. */
export const SkeletonRows = ({ rows = 4 }: { readonly rows?: number }) => (
  <div role="status" className="flex flex-col gap-3 p-4 sm:p-5">
    <span className="sr-only">Loading</span>
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className="flex items-center gap-4">
        <Skeleton className="h-5 w-2/5" />
        <Skeleton className="h-5 w-1/5" />
        <Skeleton className="ml-auto h-5 w-16" />
      </div>
    ))}
  </div>
);
