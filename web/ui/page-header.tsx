import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from './link';

interface PageHeaderProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly back?: { readonly href: string; readonly label: string };
  readonly badge?: ReactNode;
  readonly actions?: ReactNode;
}

/** The page's one h1 with what can be done here. */
export const PageHeader = ({ title, note, back, badge, actions }: PageHeaderProps) => (
  <div className="mb-5 flex flex-col gap-3">
    {back !== undefined && (
      <Link
        href={back.href}
        className="target -ml-1 inline-flex w-fit items-center gap-1 text-sm text-muted hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-4" />
        {back.label}
      </Link>
    )}
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="min-w-0 text-2xl [overflow-wrap:anywhere]">{title}</h1>
          {badge}
        </div>
        {note !== undefined && <div className="mt-1 max-w-prose text-sm text-muted">{note}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  </div>
);
