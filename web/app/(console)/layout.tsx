import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { RequireSession } from '../../features/shell/require-session';
import { Shell } from '../../features/shell/shell';
import { SkeletonRows } from '../../ui/skeleton';

export default function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Shell>
      <Suspense fallback={<SkeletonRows rows={6} />}>
        <RequireSession>{children}</RequireSession>
      </Suspense>
    </Shell>
  );
}
