'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play, RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { Button } from '../../ui/button';
import { useToast } from '../../ui/toast';
import { startIngest } from './connection-queries';

/** Ingest now, pause and resume. */
export const ConnectionActions = ({ connection }: { readonly connection: Schemas['ConnectionDetail'] }) => {
  const { connection_id: id, version, status } = connection;
  const client = useQueryClient();
  const router = useRouter();
  const { say, complain } = useToast();
  const mayIngest = useMay('operator');
  const isAdmin = useMay('admin');
  const ingest = useMutation({
    mutationFn: () => startIngest(id),
    onSuccess: ({ task_id, existing }) => {
      say(existing ? 'An ingest is under way already' : 'Ingest started');
      void client.invalidateQueries({ queryKey: ['tasks'] });
      router.push(`/tasks/${task_id}`);
    },
    onError: complain,
  });
  const pause = useMutation({
    mutationFn: (paused: boolean) =>
      answerOf(
        api.PATCH('/api/v1/connections/{connection_id}', {
          params: { path: { connection_id: id } },
          body: { version, paused },
        }),
      ),
    onSuccess: (_, paused) => {
      say(paused ? 'Paused' : 'Resumed');
    },
    onError: complain,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['connection', id] }),
        client.invalidateQueries({ queryKey: ['connections'] }),
      ]),
  });
  const isPaused = status === 'paused';
  return (
    <>
      {mayIngest && !isPaused && (
        <Button
          look="primary"
          icon={RefreshCw}
          busy={ingest.isPending}
          onClick={() => {
            ingest.mutate();
          }}
        >
          Ingest now
        </Button>
      )}
      {isAdmin && (
        <Button
          icon={isPaused ? Play : Pause}
          busy={pause.isPending}
          onClick={() => {
            pause.mutate(!isPaused);
          }}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      )}
    </>
  );
};
