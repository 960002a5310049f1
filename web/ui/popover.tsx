'use client';

import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { late } from '../lib/late';
import { classNames } from './class-names';
import type { PopoverRoom } from './popover-frame';

const Frame = late(() => import('./popover-frame').then(({ PopoverFrame }) => PopoverFrame));

interface PopoverButtonProps {
  /** Of what opens. */
  readonly label: string;
  /** Read aloud for the button where what is seen on it does not say it. */
  readonly name?: string;
  readonly face: ReactNode;
  readonly className?: string;
  readonly room?: PopoverRoom;
  readonly children: (close: () => void) => ReactNode;
}

/** A button of the top bar and what it opens beneath itself. */
export const PopoverButton = ({
  label,
  name,
  face,
  className,
  room = 'menu',
  children,
}: PopoverButtonProps) => {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        title={label}
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
        className={classNames(
          'target inline-flex min-w-9 items-center justify-center gap-2 rounded-lg px-2 text-sm hover:bg-raised max-sm:min-w-11',
          className,
        )}
      >
        {face}
      </button>
      {open && (
        <Frame label={label} anchor={button} room={room} onClose={close}>
          {children(close)}
        </Frame>
      )}
    </>
  );
};
