'use client';

import { useLayoutEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';

interface HintProps {
  readonly id: string;
  /** Beside which it stands. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  /** The pointer has come onto it: what is read must not go away. */
  readonly onHold: () => void;
  readonly children: ReactNode;
}

const gap = 6;

/** Words about what is pointed at or focused, above everything else; Escape takes them away. */
export const Hint = ({ id, anchor, onClose, onHold, children }: HintProps) => {
  const box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const [hint, target] = [box.current, anchor.current];
    if (hint === null || target === null) return undefined;
    hint.showPopover();
    const place = (): void => {
      const at = target.getBoundingClientRect();
      const { width, height } = hint.getBoundingClientRect();
      const right = document.documentElement.clientWidth - width - gap;
      const above = at.top - height - gap;
      hint.style.left = `${String(Math.max(gap, Math.min(at.left + (at.width - width) / 2, right)))}px`;
      hint.style.top = `${String(above < gap ? at.bottom + gap : above)}px`;
    };
    place();
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener('scroll', place, { signal, capture: true, passive: true });
    window.addEventListener(
      'keydown',
      ({ key }) => {
        if (key === 'Escape') onClose();
      },
      { signal },
    );
    return () => {
      listening.abort();
    };
  }, [anchor, onClose]);
  return (
    <span
      ref={box}
      id={id}
      role="tooltip"
      popover="manual"
      onPointerEnter={onHold}
      onPointerLeave={onClose}
      className="enter inset-auto m-0 rounded-lg border border-line bg-panel px-3 py-2 text-xs font-normal text-ink shadow-card"
    >
      {children}
    </span>
  );
};
