'use client';

import { useQuery } from '@tanstack/react-query';
import { useMay, useSession } from '../../lib/session/session-provider';
import { userNamesQuery } from './user-names';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** Who did something: a user by name (admins may read the list), `you`, or the part of the system. */
export const UserName = ({ id }: { readonly id: string }) => {
  const { me } = useSession();
  const isAdmin = useMay('admin');
  const isUser = uuid.test(id);
  const users = useQuery({
    ...userNamesQuery(),
    enabled: isUser && isAdmin && id !== me?.user_id,
  });
  if (id === me?.user_id) return <>you</>;
  if (!isUser) return <>{id === 'demo-data' ? 'the demo data' : id}</>;
  return <>{users.data?.find(({ user_id }) => user_id === id)?.name ?? `user ${id.slice(0, 8)}`}</>;
};
