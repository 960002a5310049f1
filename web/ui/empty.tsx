import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here, and what would bring something here. */
export const Empty = ({ icon: Icon, title, children, action }: EmptyProps) => (
  <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
    <span className="mb-1 rounded-full bg-brand-soft p-3 text-brand">
      <Icon aria-hidden className="size-6" />
    </span>
    <p className="font-medium">{title}</p>
    {children !== undefined && <p className="max-w-md text-sm text-muted">{children}</p>}
    {action !== undefined && <div className="mt-3">{action}</div>}
  </div>
);
