'use client';

import { Popover } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import { classNames } from './class-names';

const rooms = {
  menu: 'w-80 p-4 text-sm',
  list: 'flex max-h-[min(32rem,var(--radix-popover-content-available-height))] w-96 flex-col',
} as const;

/** A few settings, or a list that scrolls inside itself. */
export type PopoverRoom = keyof typeof rooms;

interface PopoverFrameProps {
  readonly label: string;
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly room: PopoverRoom;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** An open popover under its button, to which the focus comes back. */
export const PopoverFrame = ({ label, anchor, room, onClose, children }: PopoverFrameProps) => (
  <Popover.Root open onOpenChange={onClose}>
    <Popover.Anchor virtualRef={anchor} />
    <Popover.Portal>
      <Popover.Content
        align="end"
        sideOffset={8}
        collisionPadding={8}
        aria-label={label}
        onInteractOutside={(event) => {
          // The button itself closes what it has opened.
          if (event.target instanceof Node && anchor.current?.contains(event.target) === true)
            event.preventDefault();
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          anchor.current?.focus();
        }}
        className={classNames(
          'enter z-50 max-w-[calc(100vw-1rem)] rounded-xl border border-line bg-panel shadow-card outline-none',
          rooms[room],
        )}
      >
        {children}
      </Popover.Content>
    </Popover.Portal>
  </Popover.Root>
);
