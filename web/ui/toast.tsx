'use client';

import { createContext, useCallback, useContext, useState } from 'react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../lib/api-problem';
import { late } from '../lib/late';

export interface Message {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly detail?: string;
  readonly action?: MessageAction;
}

/** What can still be done about it while the message is there. */
export interface MessageAction {
  readonly label: string;
  readonly run: () => void;
}

interface Toaster {
  readonly say: (title: string, detail?: string, action?: MessageAction) => void;
  readonly complain: (error: unknown) => void;
}

const ToastContext = createContext<Toaster | undefined>(undefined);

const Toasts = late(() => import('./toasts').then((module) => module.Toasts));

/** Short messages at the edge, read aloud politely; the newest three. */
export const ToastProvider = ({ children }: { readonly children: ReactNode }) => {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const add = useCallback((message: Omit<Message, 'id'>) => {
    setMessages((shown) => [...shown.slice(-2), { ...message, id: (shown.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const say = useCallback(
    (title: string, detail?: string, action?: MessageAction) => {
      add({
        tone: 'good',
        title,
        ...(detail === undefined ? {} : { detail }),
        ...(action === undefined ? {} : { action }),
      });
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
      {children}
      {messages.length > 0 && (
        <Toasts
          messages={messages}
          onGone={(id) => {
            setMessages((shown) => shown.filter((message) => message.id !== id));
          }}
        />
      )}
    </ToastContext.Provider>
  );
};

export const useToast = (): Toaster => {
  const toaster = useContext(ToastContext);
  if (toaster === undefined) throw new Error('useToast needs a ToastProvider above it');
  return toaster;
};
