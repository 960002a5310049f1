'use client';

import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { useNow } from '../lib/use-now';
import { absoluteWords, relativeWords } from '../lib/words';
import { useZone } from '../lib/zone';
import { Hint } from './hint';

/** So long a pointer has to rest before words come, and may be away before they go. */
const restMs = 200;

/** Shown by focus at once and by a resting pointer; stays while the pointer is on the words themselves. */
const useShown = () => {
  const [shown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const set = useCallback((next: boolean, afterMs = 0): void => {
    clearTimeout(timer.current);
    if (afterMs === 0) setShown(next);
    else
      timer.current = setTimeout(() => {
        setShown(next);
      }, afterMs);
  }, []);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  return [shown, set] as const;
};

/** How long ago; the exact time on hover and on keyboard focus. */
export const RelativeTime = ({ at }: { readonly at: string | number }) => {
  const now = useNow();
  const zone = useZone();
  const id = useId();
  const element = useRef<HTMLTimeElement>(null);
  const [shown, show] = useShown();
  const close = useCallback(() => {
    show(false);
  }, [show]);
  // Words that went at once would take the focus with them: a dialog calls it back from what has been removed.
  const leave = (): void => {
    show(false, restMs);
  };
  const moment = typeof at === 'number' ? at : Date.parse(at);
  const iso = new Date(moment).toISOString();
  return (
    <>
      <time
        ref={element}
        dateTime={iso}
        tabIndex={0}
        aria-describedby={shown ? id : undefined}
        onPointerEnter={() => {
          show(true, restMs);
        }}
        onPointerLeave={leave}
        onFocus={() => {
          show(true);
        }}
        onBlur={leave}
        className="whitespace-nowrap underline decoration-line decoration-dotted underline-offset-4"
      >
        {now === 0 ? iso.slice(0, 16).replace('T', ' ') : relativeWords(moment, now)}
      </time>
      {shown && (
        <Hint
          id={id}
          anchor={element}
          onClose={close}
          onHold={() => {
            show(true);
          }}
        >
          {absoluteWords(moment, zone)}
          <br />
          <span className="text-muted">{iso}</span>
        </Hint>
      )}
    </>
  );
};
