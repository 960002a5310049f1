'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { answerOf, api } from '../api-client';
import type { Schemas } from '../api-client';
import { accessToken, dropToken, keepToken, mayHaveSession, onSessionChange } from './access-token';

export type Me = Schemas['Me'];
type Role = Schemas['Role'];

interface SessionValue {
  readonly status: 'loading' | 'out' | 'in' | 'unreachable';
  readonly me: Me | undefined;
  readonly signIn: (email: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly retry: () => void;
}

const SessionContext = createContext<SessionValue | undefined>(undefined);

const fetchMe = async (): Promise<Me | null> => {
  if ((await accessToken()) === undefined) return null;
  return await answerOf(api.GET('/api/v1/auth/me'));
};

/** Who is signed in. Asked once per tab; a session that ends elsewhere ends here with the next answer. */
export const SessionProvider = ({ children }: { readonly children: ReactNode }) => {
  const client = useQueryClient();
  // Unknown on the server and in the first render; then the hint tells without asking.
  const known = useSyncExternalStore(onSessionChange, mayHaveSession, () => undefined);
  const me = useQuery({ queryKey: ['me'], queryFn: fetchMe, enabled: known === true, staleTime: 300_000 });
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
      status: statusOf(known, me),
      me: known === true ? (me.data ?? undefined) : undefined,
      signIn,
      signOut,
      retry: () => void refetch(),
    }),
    [known, me, signIn, signOut, refetch],
  );
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
};

const statusOf = (
  known: boolean | undefined,
  me: { readonly data: Me | null | undefined; readonly isError: boolean; readonly isPaused: boolean },
): SessionValue['status'] => {
  if (known === undefined) return 'loading';
  if (!known || me.data === null) return 'out';
  if (me.data !== undefined) return 'in';
  // Without a network the question waits instead of failing.
  return me.isError || me.isPaused ? 'unreachable' : 'loading';
};

export const useSession = (): SessionValue => {
  const value = useContext(SessionContext);
  if (value === undefined) throw new Error('useSession needs a SessionProvider above it');
  return value;
};

const roles: readonly Role[] = ['viewer', 'operator', 'admin'];

/** Whether the signed-in user may do what needs `role`; the API decides in the end. */
export const useMay = (role: Role): boolean => {
  const { me } = useSession();
  return me !== undefined && roles.indexOf(me.role) >= roles.indexOf(role);
};
