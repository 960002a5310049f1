'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { answerOf, api } from '../api-client';
import type { Schemas } from '../api-client';
import {
  accessToken,
  dropToken,
  hasToken,
  heldRole,
  keepToken,
  mayHaveSession,
  onSessionChange,
} from './access-token';
import { reaches } from './session-hint';
import type { Role } from './session-hint';

export type Me = Schemas['Me'];

interface SessionValue {
  /** `expected`: somebody was signed in here before, and whether they still are is being asked. */
  readonly status: 'expected' | 'in' | 'out' | 'unreachable';
  readonly role: Role | undefined;
  readonly me: Me | undefined;
  readonly signIn: (email: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly retry: () => void;
}

const SessionContext = createContext<SessionValue | undefined>(undefined);

const againMs = 5_000;

const fetchMe = async (): Promise<Me | null> => {
  if ((await accessToken()) === undefined) return null;
  return await answerOf(api.GET('/api/v1/auth/me'));
};

interface SessionProviderProps {
  /** The role that the browser's hint named when it asked for the page. */
  readonly hinted: Role | undefined;
  readonly children: ReactNode;
}

/** Who is signed in. Asked once per tab; a session that ends elsewhere ends here with the next answer. */
export const SessionProvider = ({ hinted, children }: SessionProviderProps) => {
  const client = useQueryClient();
  const known = useSyncExternalStore(onSessionChange, mayHaveSession, () => hinted !== undefined);
  const proved = useSyncExternalStore(onSessionChange, hasToken, () => false);
  const role = useSyncExternalStore(onSessionChange, heldRole, () => hinted);
  const me = useQuery({
    queryKey: ['me'],
    queryFn: fetchMe,
    enabled: known,
    staleTime: 300_000,
    // The page says that it tries again by itself.
    refetchInterval: ({ state }) => (state.status === 'error' ? againMs : false),
  });
  const { refetch } = me;

  const signIn = useCallback(
    async (email: string, password: string) => {
      const session = await answerOf(api.POST('/api/v1/auth/login', { body: { email, password } }));
      const before = client.getQueryData<Me | null>(['me']);
      keepToken(session.access_token, session.expires_in);
      // Whoever comes back finds the page as it was, with what was typed; nobody else sees anything of it.
      if (before?.email === email.trim().toLowerCase()) await client.invalidateQueries();
      else await client.resetQueries();
    },
    [client],
  );
  const signOut = useCallback(async () => {
    await answerOf(api.POST('/api/v1/auth/logout', { body: {} }));
    dropToken();
    client.clear();
  }, [client]);

  const value = useMemo<SessionValue>(
    () => ({
      status: statusOf(known, proved, me),
      role: me.data?.role ?? role,
      me: known ? (me.data ?? undefined) : undefined,
      signIn,
      signOut,
      retry: () => void refetch(),
    }),
    [known, proved, role, me, signIn, signOut, refetch],
  );
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
};

const statusOf = (
  known: boolean,
  proved: boolean,
  me: { readonly data: Me | null | undefined; readonly isError: boolean; readonly isPaused: boolean },
): SessionValue['status'] => {
  if (!known || me.data === null) return 'out';
  // Who it is may follow: what the page shows can be asked for now.
  if (proved || me.data !== undefined) return 'in';
  // Without a network the question waits instead of failing.
  return me.isError || me.isPaused ? 'unreachable' : 'expected';
};

export const useSession = (): SessionValue => {
  const value = useContext(SessionContext);
  if (value === undefined) throw new Error('useSession needs a SessionProvider above it');
  return value;
};

/** Whether the signed-in user may do what needs `role`; the API decides in the end. */
export const useMay = (role: Role): boolean => {
  const held = useSession().role;
  return held !== undefined && reaches(held, role);
};
