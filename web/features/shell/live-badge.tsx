'use client';

import { LoaderCircle, Radio, WifiOff } from 'lucide-react';
import { useLiveState } from '../../lib/live/live-provider';
import type { LiveState } from '../../lib/live/live-stream';
import { useNow } from '../../lib/use-now';
import { relativeWords } from '../../lib/words';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/badge';

const looks: Record<LiveState['phase'], { tone: Tone; icon: typeof Radio; word: string }> = {
  connecting: { tone: 'neutral', icon: LoaderCircle, word: 'Connecting' },
  live: { tone: 'good', icon: Radio, word: 'Live' },
  reconnecting: { tone: 'warn', icon: LoaderCircle, word: 'Reconnecting' },
  offline: { tone: 'bad', icon: WifiOff, word: 'Offline' },
};

/** Ages are told by the second: the badge changes no more often. */
const wholeSecond = (at: number | undefined): number | undefined =>
  at === undefined ? undefined : Math.floor(at / 1_000) * 1_000;

/** Whether what is on screen is live, and when the last event came. */
export const LiveBadge = () => {
  const phase = useLiveState((state) => state.phase);
  const attempt = useLiveState((state) => state.attempt);
  const lastEventAt = useLiveState((state) => wholeSecond(state.lastEventAt));
  const now = useNow();
  const { tone, icon, word } = looks[phase];
  const age =
    lastEventAt === undefined || now === 0 ? undefined : relativeWords(Math.min(lastEventAt, now), now);
  return (
    <span role="status" className="inline-flex items-center gap-2 text-xs text-muted">
      <Badge tone={tone} icon={icon} spin={phase === 'connecting' || phase === 'reconnecting'}>
        <span className="max-[27rem]:sr-only">
          {word}
          {phase === 'reconnecting' && attempt > 1 ? ` (attempt ${String(attempt)})` : ''}
        </span>
      </Badge>
      {age !== undefined && (
        <span aria-hidden className="max-md:hidden">
          last event {age}
        </span>
      )}
    </span>
  );
};
