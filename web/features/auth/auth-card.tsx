import type { ReactNode } from 'react';

/** The card that sign-in, sign-up and invitations share. */
export const AuthCard = ({
  title,
  note,
  children,
  footer,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}) => (
  <div className="mx-auto mt-4 w-full max-w-md sm:mt-12">
    <div className="rounded-2xl border border-line bg-panel p-5 shadow-card sm:p-8">
      <h1 className="text-2xl">{title}</h1>
      {note !== undefined && <p className="mt-1 text-sm text-muted">{note}</p>}
      <div className="mt-6">{children}</div>
    </div>
    {footer !== undefined && <p className="mt-4 text-center text-sm text-muted">{footer}</p>}
  </div>
);
