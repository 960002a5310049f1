'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { answerOf, api } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { ConfirmButton } from '../../ui/confirm-button';
import { useToast } from '../../ui/toast';

interface ReplayButtonProps {
  readonly connection: string;
  readonly object: string;
}

/** Maps the stored rows of an object again; leads to the task that does. */
export const ReplayButton = ({ connection, object }: ReplayButtonProps) => {
  const client = useQueryClient();
  const router = useRouter();
  const { say, complain } = useToast();
  const mayReplay = useMay('operator');
  const replay = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/v1/mesh/replay', { body: { connection_id: connection, object } })),
    onSuccess: ({ task_id, existing }) => {
      say(existing ? 'A replay is under way already' : 'Replay started');
      void client.invalidateQueries({ queryKey: ['tasks'] });
      router.push(`/tasks/${task_id}`);
    },
    onError: complain,
  });
  return (
    mayReplay && (
      <ConfirmButton
        harmless
        icon={RotateCcw}
        busy={replay.isPending}
        question={`Replay ${object}?`}
        consequence="The rows that are stored are mapped again under the active mappings, and what comes out otherwise becomes events. Nothing is read from the source."
        confirm="Replay"
        onConfirm={() => {
          replay.mutate();
        }}
      >
        Replay
      </ConfirmButton>
    )
  );
};
