'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { LiveProvider } from '../lib/live/live-provider';
import { createQueryClient } from '../lib/query-client';
import type { Role } from '../lib/session/session-hint';
import { SessionProvider } from '../lib/session/session-provider';
import { ToastProvider } from '../ui/toast';

interface ProvidersProps {
  readonly hinted: Role | undefined;
  readonly children: ReactNode;
}

/** What every page stands on: the data cache, the session, the live stream and messages. */
export const Providers = ({ hinted, children }: ProvidersProps) => {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <ToastProvider>
        <SessionProvider hinted={hinted}>
          <LiveProvider>{children}</LiveProvider>
        </SessionProvider>
      </ToastProvider>
    </QueryClientProvider>
  );
};
