'use client';

import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import type { Message } from './toast';

interface ToastsProps {
  readonly messages: readonly Message[];
  readonly onGone: (id: number) => void;
}

/** What can be taken back can be so for ten seconds; the message waits while it has the pointer or the focus. */
const actionMs = 10_000;

/** The messages that are shown, read aloud as they come. */
export const Toasts = ({ messages, onGone }: ToastsProps) => (
  <Radix.Provider duration={7_000}>
    {messages.map(({ id, tone, title, detail, action }) => (
      <Radix.Root
        key={id}
        {...(action === undefined ? {} : { duration: actionMs })}
        onOpenChange={(open) => {
          if (!open) onGone(id);
        }}
        className="enter flex items-start gap-3 rounded-xl border border-line bg-panel p-3 pl-4 shadow-card"
      >
        {tone === 'good' ? (
          <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-source" />
        ) : (
          <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-danger" />
        )}
        <div className="min-w-0 flex-1 text-sm">
          <Radix.Title className="font-medium">{title}</Radix.Title>
          {detail !== undefined && (
            <Radix.Description className="[overflow-wrap:anywhere] text-muted">{detail}</Radix.Description>
          )}
        </div>
        {action !== undefined && (
          <Radix.Action
            altText={action.label}
            onClick={action.run}
            className="target -my-1.5 rounded-lg border border-control px-3 text-sm font-medium hover:bg-raised"
          >
            {action.label}
          </Radix.Action>
        )}
        <Radix.Close
          aria-label="Close message"
          className="target -my-1.5 min-w-9 px-2 text-muted hover:text-ink max-sm:min-w-11"
        >
          <X aria-hidden className="mx-auto size-4" />
        </Radix.Close>
      </Radix.Root>
    ))}
    <Radix.Viewport className="fixed right-3 bottom-20 left-3 z-50 flex flex-col gap-2 sm:bottom-4 sm:left-auto sm:w-96" />
  </Radix.Provider>
);
