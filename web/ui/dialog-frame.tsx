'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { IconButton } from './button';
import { classNames } from './class-names';
import type { DialogProps } from './dialog';

const places = {
  centre:
    'enter inset-x-3 top-[8dvh] mx-auto max-h-[84dvh] max-w-lg rounded-2xl border border-line sm:inset-x-6',
  side: 'enter-side inset-y-0 right-0 w-full max-w-xl border-l border-line',
  wide: 'enter-side inset-y-0 right-0 w-full max-w-4xl border-l border-line',
  left: 'enter inset-y-0 left-0 w-72 max-w-[85vw] border-r border-line',
} as const;

/** What had the focus before; Radix gives it back to triggers of its own alone. */
const useFocusBefore = (): (() => void) => {
  const [before] = useState(() => document.activeElement);
  return () => {
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
};

/** An open dialog. */
export const DialogFrame = ({
  onOpenChange,
  title,
  description,
  children,
  place = 'centre',
}: Omit<DialogProps, 'open'>) => {
  const giveBack = useFocusBefore();
  return (
    <Radix.Root open onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-slate-950/50" />
        <Radix.Content
          className={classNames('fixed z-50 flex flex-col bg-panel shadow-card outline-none', places[place])}
          onCloseAutoFocus={giveBack}
          // What is read first is the dialog, not the button that closes it.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          {/* No header: outside the page's own regions it would be a second banner. */}
          <div className="flex items-start justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
            <div className="min-w-0 py-1">
              <Radix.Title className="text-lg font-medium [overflow-wrap:anywhere]">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="text-sm text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" icon={X} />
            </Radix.Close>
          </div>
          <div className="min-h-0 overflow-y-auto p-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
