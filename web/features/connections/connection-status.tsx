import { CircleCheck, CircleDashed, CirclePause, CircleX, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/badge';

type Status = Schemas['ConnectionStatus'];

const looks: Readonly<Record<Status, { tone: Tone; icon: LucideIcon; word: string; means: string }>> = {
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

export const StatusBadge = ({ status }: { readonly status: Status }) => {
  const { tone, icon, word } = looks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
};

export const statusWord = (status: Status): string => looks[status].word;
export const statusMeaning = (status: Status): string => looks[status].means;
