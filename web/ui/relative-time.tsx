'use client';

import { Tooltip } from 'radix-ui';
import { useNow } from '../lib/use-now';
import { absoluteWords, relativeWords } from '../lib/words';
import { useZone } from '../lib/zone';

/** How long ago; the exact time on hover and on keyboard focus. */
export const RelativeTime = ({ at }: { readonly at: string | number }) => {
  const now = useNow();
  const zone = useZone();
  const moment = typeof at === 'number' ? at : Date.parse(at);
  const iso = new Date(moment).toISOString();
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <time
          dateTime={iso}
          tabIndex={0}
          className="whitespace-nowrap underline decoration-line decoration-dotted underline-offset-4"
        >
          {now === 0 ? iso.slice(0, 16).replace('T', ' ') : relativeWords(moment, now)}
        </time>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          className="enter z-50 rounded-lg border border-line bg-panel px-3 py-2 text-xs text-ink shadow-card"
        >
          {absoluteWords(moment, zone)}
          <br />
          <span className="text-muted">{iso}</span>
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
};
