import type { ReactNode } from 'react';
import { classNames } from './class-names';

interface PanelProps {
  /** A link may lead here. */
  readonly id?: string;
  readonly title?: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** The body touches the panel's edges (tables). */
  readonly flush?: boolean;
}

/** A card with a heading; each panel loads and fails by itself. */
export const Panel = ({ id, title, note, actions, children, className, flush = false }: PanelProps) => (
  <section
    id={id}
    className={classNames('min-w-0 rounded-2xl border border-line bg-panel shadow-card', className)}
    {...(title === undefined ? {} : { 'aria-label': title })}
  >
    {title !== undefined && (
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 sm:px-5">
        <div className="min-w-0">
          <h2 className="text-base text-brand">{title}</h2>
          {note !== undefined && <p className="text-sm text-muted">{note}</p>}
        </div>
        {actions}
      </header>
    )}
    <div className={flush ? 'min-w-0' : 'min-w-0 p-4 sm:p-5'}>{children}</div>
  </section>
);
