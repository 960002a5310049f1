'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { LiveProvider } from '../lib/live/live-provider';
import { createQueryClient } from '../lib/query-client';
import { SessionProvider } from '../lib/session/session-provider';
import { ToastProvider } from '../ui/toast';

/** What every page stands on: the data cache, the session, the live stream and messages. */
export const Providers = ({ children }: { readonly children: ReactNode }) => {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <ToastProvider>
        <SessionProvider>
          <LiveProvider>{children}</LiveProvider>
        </SessionProvider>
      </ToastProvider>
    </QueryClientProvider>
  );
};
