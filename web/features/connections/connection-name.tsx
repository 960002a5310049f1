'use client';

import { useQuery } from '@tanstack/react-query';
import { Link } from '../../ui/link';
import { connectionNamesQuery } from './connection-queries';

/** A connection by its name, as a link; by the start of its id while the name is not known. */
export const ConnectionName = ({ id }: { readonly id: string }) => {
  const { data } = useQuery(connectionNamesQuery());
  const name = data?.find(({ connection_id }) => connection_id === id)?.name;
  return (
    <Link href={`/connections/${id}`} className="text-brand underline underline-offset-4">
      {name ?? id.slice(0, 8)}
    </Link>
  );
};
