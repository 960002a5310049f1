import type { ReactNode } from 'react';
import { Shell } from '../../features/shell/shell';

export default function PublicLayout({ children }: { readonly children: ReactNode }) {
  return <Shell>{children}</Shell>;
}
