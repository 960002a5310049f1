'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play, RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { Button } from '../../ui/button';
import { ConfirmButton } from '../../ui/confirm-button';
import { useToast } from '../../ui/toast';

const paths = {
  pause: '/api/v1/connections/{connection_id}/objects/pause',
  resume: '/api/v1/connections/{connection_id}/objects/resume',
} as const;

interface ObjectActionsProps {
  readonly connection: string;
  readonly object: Schemas['SourceObject'];
}

/** Pause, resume, and read anew: one object alone, the others go on. */
export const ObjectActions = ({ connection, object }: ObjectActionsProps) => {
  const { object: name, state } = object;
  const client = useQueryClient();
  const router = useRouter();
  const { say, complain } = useToast();
  const mayAct = useMay('operator');
  const call = { params: { path: { connection_id: connection } }, body: { object: name } };
  const steer = useMutation({
    mutationFn: (verb: keyof typeof paths) => answerOf(api.POST(paths[verb], call)),
    onSuccess: (_, verb) => {
      say(
        verb === 'pause'
          ? `${name} is paused: ingests and looks leave it out`
          : `${name} is resumed: the next ingest reads on from where it was`,
      );
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: ['connection', connection] }),
  });
  const resync = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/connections/{connection_id}/objects/resync', call)),
    onSuccess: ({ task_id, existing }) => {
      say(
        existing
          ? `${name} is read anew by the ingest under way, or by the one that follows it`
          : `${name} is being read anew`,
      );
      void client.invalidateQueries({ queryKey: ['tasks'] });
      router.push(`/tasks/${task_id}`);
    },
    onError: complain,
  });
  if (!mayAct || state === 'unmapped') return undefined;
  const isPaused = state === 'paused';
  return (
    <span className="flex flex-wrap gap-2">
      <Button
        icon={isPaused ? Play : Pause}
        busy={steer.isPending}
        aria-label={`${isPaused ? 'Resume' : 'Pause'} ${name}`}
        onClick={() => {
          steer.mutate(isPaused ? 'resume' : 'pause');
        }}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      {!isPaused && (
        <ConfirmButton
          harmless
          icon={RefreshCw}
          busy={resync.isPending}
          aria-label={`Read anew: ${name}`}
          question={`Read ${name} anew?`}
          consequence="It is read from the beginning, and it alone. Rows that have not changed give no event; what the source no longer holds is deleted as after every whole read."
          confirm="Read anew"
          onConfirm={() => {
            resync.mutate();
          }}
        >
          Read anew
        </ConfirmButton>
      )}
    </span>
  );
};
