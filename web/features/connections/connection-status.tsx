import { CircleCheck, CircleDashed, CirclePause, CircleX, ClockAlert, TriangleAlert } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { useNow } from '../../lib/use-now';
import { reasonWords, relativeWords } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { StateBadge } from '../../ui/state-badge';
import type { StateLook } from '../../ui/state-badge';

type Status = Schemas['ConnectionStatus'];

const looks: Readonly<Record<Status, StateLook & { readonly means: string }>> = {
  new: { tone: 'info', icon: CircleDashed, word: 'New', means: 'Not read yet: test it, then ingest.' },
  active: { tone: 'good', icon: CircleCheck, word: 'Active', means: 'The source answers and is read.' },
  degraded: {
    tone: 'warn',
    icon: TriangleAlert,
    word: 'Degraded',
    means: 'Something fails; it is tried again by itself.',
  },
  broken: {
    tone: 'bad',
    icon: CircleX,
    word: 'Broken',
    means: 'The source cannot be read until this is mended.',
  },
  paused: {
    tone: 'neutral',
    icon: CirclePause,
    word: 'Paused',
    means: 'Neither scheduled nor ingested until it is resumed.',
  },
};

export const statuses = Object.keys(looks) as readonly Status[];

export const StatusBadge = ({ status }: { readonly status: Status }) => <StateBadge look={looks[status]} />;

interface StaleBadgeProps {
  readonly readAt: string | null;
  /** From then on it is stale. */
  readonly staleAt: string | null;
}

/** Stands beside the status of a connection that was last read longer ago than twice its schedule, from that second on. */
export const StaleBadge = ({ readAt, staleAt }: StaleBadgeProps) => {
  const now = useNow();
  return (
    readAt !== null &&
    staleAt !== null &&
    Date.parse(staleAt) < now && (
      <Badge tone="warn" icon={ClockAlert}>
        Stale, read {relativeWords(Date.parse(readAt), now)}
      </Badge>
    )
  );
};

interface ConnectionStandingProps extends StaleBadgeProps {
  readonly status: Status;
  /** Why it is so; null where nothing is wrong. */
  readonly reason: string | null;
}

/** How a connection stands, in a cell of a table. */
export const ConnectionStanding = ({ status, reason, ...read }: ConnectionStandingProps) => (
  <span className="inline-flex flex-col items-start gap-1 max-md:items-end">
    <StatusBadge status={status} />
    <StaleBadge {...read} />
    {reason !== null && <span className="max-w-64 text-xs text-muted">{reasonWords(reason)}</span>}
  </span>
);

export const statusWord = (status: Status): string => looks[status].word;
export const statusMeaning = (status: Status): string => looks[status].means;
