'use client';

import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { createContext, useCallback, useContext, useState } from 'react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../lib/api-problem';

interface Message {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly detail?: string;
}

interface Toaster {
  readonly say: (title: string, detail?: string) => void;
  readonly complain: (error: unknown) => void;
}

const ToastContext = createContext<Toaster | undefined>(undefined);

/** Short messages at the edge, read aloud politely; the newest three. */
export const ToastProvider = ({ children }: { readonly children: ReactNode }) => {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const add = useCallback((message: Omit<Message, 'id'>) => {
    setMessages((shown) => [...shown.slice(-2), { ...message, id: (shown.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const say = useCallback(
    (title: string, detail?: string) => {
      add({ tone: 'good', title, ...(detail === undefined ? {} : { detail }) });
    },
    [add],
  );
  const complain = useCallback(
    (error: unknown) => {
      const { message, detail } = ApiProblem.of(error);
      add({ tone: 'bad', title: message, detail });
    },
    [add],
  );
  const [toaster] = useState<Toaster>(() => ({ say, complain }));
  return (
    <ToastContext.Provider value={toaster}>
      <Radix.Provider duration={7_000}>
        {children}
        {messages.map(({ id, tone, title, detail }) => (
          <Radix.Root
            key={id}
            onOpenChange={(open) => {
              if (!open) setMessages((shown) => shown.filter((message) => message.id !== id));
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
                <Radix.Description className="[overflow-wrap:anywhere] text-muted">
                  {detail}
                </Radix.Description>
              )}
            </div>
            <Radix.Close aria-label="Close message" className="target -my-1.5 px-2 text-muted hover:text-ink">
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport className="fixed right-3 bottom-20 left-3 z-50 flex flex-col gap-2 sm:bottom-4 sm:left-auto sm:w-96" />
      </Radix.Provider>
    </ToastContext.Provider>
  );
};

export const useToast = (): Toaster => {
  const toaster = useContext(ToastContext);
  if (toaster === undefined) throw new Error('useToast needs a ToastProvider above it');
  return toaster;
};
