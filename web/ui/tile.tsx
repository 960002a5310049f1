import type { ReactNode } from 'react';

interface TileProps {
  readonly name: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** One number with its name; inside a `dl`. */
export const Tile = ({ name, note, children }: TileProps) => (
  <div className="min-w-0">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="numeric mt-0.5 text-2xl font-medium [overflow-wrap:anywhere]">{children}</dd>
    {note !== undefined && <dd className="text-xs text-muted">{note}</dd>}
  </div>
);
