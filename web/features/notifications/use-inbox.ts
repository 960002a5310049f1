'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { usePages } from '../../lib/use-pages';
import { useToast } from '../../ui/toast';

export type Notice = Schemas['Notice'];

const queryKey = ['inbox'];
const atOnce = 20;

/** What this person was told, page by page, and how much of it is unread; live by the events that go with it. */
export const useInbox = () => {
  const refetchInterval = useFallbackInterval();
  const { first, ...pages } = usePages(
    queryKey,
    (cursor) =>
      answerOf(
        api.GET('/api/v1/notifications/inbox', {
          params: { query: { limit: atOnce, ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
    { refetchInterval },
  );
  return { ...pages, unread: first?.unread ?? 0 };
};

/** Marks some of it as read, or all until a moment. */
export const useMarkRead = () => {
  const client = useQueryClient();
  const { complain } = useToast();
  return useMutation({
    mutationFn: (body: Schemas['MarkRead']) =>
      answerOf(api.POST('/api/v1/notifications/inbox/read', { body })),
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
};
