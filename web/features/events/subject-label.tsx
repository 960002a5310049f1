'use client';

import { useQuery } from '@tanstack/react-query';
import type { LiveEvent } from '../../lib/live/live-stream';
import { connectionNamesQuery } from '../connections/connection-queries';
import { isAbout } from './event-words';

/** The name of the connection that an event is about, where it is about one. */
export const ConnectionLabel = ({ event }: { readonly event: LiveEvent }) => {
  const { data } = useQuery(connectionNamesQuery());
  const found = data?.find(({ connection_id }) => isAbout(event, connection_id));
  return <span className="[overflow-wrap:anywhere] text-muted">{found?.name ?? event.subject.kind}</span>;
};
