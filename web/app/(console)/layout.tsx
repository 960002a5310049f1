import type { ReactNode } from 'react';
import { RequireSession } from '../../features/shell/require-session';
import { Shell } from '../../features/shell/shell';

export default function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Shell>
      <RequireSession>{children}</RequireSession>
    </Shell>
  );
}
