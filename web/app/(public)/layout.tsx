import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Shell } from '../../features/shell/shell';

export default function PublicLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Shell>
      <Suspense>{children}</Suspense>
    </Shell>
  );
}
