import { ChevronRight } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { Link } from './link';

const tones = {
  source: 'bg-source-soft text-source-ink',
  ontology: 'bg-ontology-soft text-ontology-ink',
  agent: 'bg-agent-soft text-agent-ink',
  brand: 'bg-brand-soft text-brand',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-danger-soft text-danger',
} as const;

export type StatTone = keyof typeof tones;

interface StatCardProps {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly tone: StatTone;
  /** The list behind the number. */
  readonly href: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  /** Takes the whole width of a phone. */
  readonly wide?: boolean;
  /** A small picture under the number. */
  readonly children?: ReactNode;
}

/** One number of a dashboard; the whole card leads to the list that it counts. */
export const StatCard = ({
  name,
  icon: Icon,
  tone,
  href,
  value,
  note,
  wide = false,
  children,
}: StatCardProps) => (
  <Link
    href={href}
    className={classNames(
      'group flex min-w-0 flex-col gap-3 rounded-2xl border border-line bg-panel p-3.5 shadow-card transition-colors hover:border-control sm:p-5',
      wide && 'max-lg:col-span-2',
    )}
  >
    <span className="flex items-center gap-2.5 text-sm text-muted">
      <span className={classNames('shrink-0 rounded-lg p-1.5', tones[tone])}>
        <Icon aria-hidden className="size-4" />
      </span>
      <span className="min-w-0 flex-1">{name}</span>
      <ChevronRight
        aria-hidden
        className="size-4 shrink-0 opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 max-sm:hidden"
      />
    </span>
    <span className="numeric text-2xl font-medium [overflow-wrap:anywhere]">{value}</span>
    {children}
    {note !== undefined && <span className="mt-auto text-xs text-muted">{note}</span>}
  </Link>
);

/** A number beside what it is a part of: `3 of 4`. */
export const OutOf = ({ part, whole }: { readonly part: string; readonly whole: string }) => (
  <>
    {part}
    <span className="text-base font-normal text-muted"> of {whole}</span>
  </>
);
