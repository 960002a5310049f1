import { Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';

/** In place of what only a connected source would fill. */
export const NoSource = ({ children }: { readonly children: ReactNode }) => (
  <Empty
    icon={Waypoints}
    title="No source is connected yet"
    action={
      <Link
        href="/connections"
        className="target inline-flex items-center text-brand underline underline-offset-4"
      >
        Connections
      </Link>
    }
  >
    {children}
  </Empty>
);
