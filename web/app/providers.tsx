'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { LiveProvider } from '../lib/live/live-provider';
import type { Kept } from '../lib/kept-names';
import { createQueryClient } from '../lib/query-client';
import type { Role } from '../lib/session/session-hint';
import { SessionProvider } from '../lib/session/session-provider';
import { KeptAtFirst } from '../lib/use-kept';
import { ToastProvider } from '../ui/toast';

interface ProvidersProps {
  readonly hinted: Role | undefined;
  readonly kept: Kept;
  readonly children: ReactNode;
}

/** What every page stands on: the data cache, the session, the browser's choices, the live stream and messages. */
export const Providers = ({ hinted, kept, children }: ProvidersProps) => {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <ToastProvider>
        <SessionProvider hinted={hinted}>
          <KeptAtFirst value={kept}>
            <LiveProvider>{children}</LiveProvider>
          </KeptAtFirst>
        </SessionProvider>
      </ToastProvider>
    </QueryClientProvider>
  );
};
