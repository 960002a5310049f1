import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

const tones = {
  neutral: 'bg-neutral-soft text-ink border-line',
  good: 'bg-source-soft text-source-ink border-source/40',
  info: 'bg-ontology-soft text-ontology-ink border-ontology/40',
  agent: 'bg-agent-soft text-agent-ink border-agent/40',
  brand: 'bg-brand-soft text-brand border-brand/40',
  warn: 'bg-warn-soft text-warn border-warn/40',
  bad: 'bg-danger-soft text-danger border-danger/40',
} as const;

export type Tone = keyof typeof tones;

interface BadgeProps {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly spin?: boolean;
  readonly children: ReactNode;
}

/** A state in words with an icon: colour never says it alone. */
export const Badge = ({ tone = 'neutral', icon: Icon, spin = false, children }: BadgeProps) => (
  <span
    className={classNames(
      'inline-flex max-w-full items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-xs font-medium whitespace-nowrap',
      tones[tone],
    )}
  >
    {Icon !== undefined && (
      <Icon aria-hidden className={classNames('size-3.5 shrink-0', spin && 'animate-spin')} />
    )}
    <span className="truncate">{children}</span>
  </span>
);
