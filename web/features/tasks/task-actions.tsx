'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, ExternalLink, Pause, Play, RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { Button, ButtonLink } from '../../ui/button';
import { ConfirmButton } from '../../ui/confirm-button';
import { useToast } from '../../ui/toast';
import { isLive } from './task-state';

const calls = {
  pause: '/api/v1/tasks/{task_id}/pause',
  resume: '/api/v1/tasks/{task_id}/resume',
  cancel: '/api/v1/tasks/{task_id}/cancel',
} as const;

const asked = {
  pause: 'Pause asked for: the page that is being read is finished first.',
  resume: 'Resumed.',
  cancel: 'Cancel asked for: what was written so far stays and is whole.',
} as const;

/** What can be done with a task in its state. */
export const TaskActions = ({ task }: { readonly task: Schemas['TaskDetail'] }) => {
  const client = useQueryClient();
  const router = useRouter();
  const { say, complain } = useToast();
  const mayAct = useMay('operator');
  const path = { params: { path: { task_id: task.task_id } } };
  const steer = useMutation({
    mutationFn: async (action: keyof typeof calls) => {
      await answerOf(api.POST(calls[action], path));
      say(asked[action]);
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: ['task', task.task_id] }),
  });
  const retry = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/tasks/{task_id}/retry', path)),
    onSuccess: ({ task_id, existing }) => {
      say(existing ? 'The same job is running already' : 'Started again as a new task');
      router.push(`/tasks/${task_id}`);
    },
    onError: complain,
  });
  return (
    <>
      {task.temporal_url !== null && (
        <ButtonLink>
          <a href={task.temporal_url} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden className="size-4" /> Open in Temporal
          </a>
        </ButtonLink>
      )}
      {mayAct && isLive(task) && task.kind !== 'check' && (
        <Button
          icon={task.paused ? Play : Pause}
          busy={steer.isPending}
          onClick={() => {
            steer.mutate(task.paused ? 'resume' : 'pause');
          }}
        >
          {task.paused ? 'Resume' : 'Pause'}
        </Button>
      )}
      {mayAct && isLive(task) && (
        <ConfirmButton
          look="danger"
          icon={Ban}
          question="Cancel this task?"
          consequence="What was written so far stays and is whole. The next run reads the rest."
          confirm="Cancel the task"
          onConfirm={() => {
            steer.mutate('cancel');
          }}
        >
          Cancel
        </ConfirmButton>
      )}
      {mayAct && (task.state === 'failed' || task.state === 'cancelled') && (
        <Button
          icon={RotateCw}
          busy={retry.isPending}
          onClick={() => {
            retry.mutate();
          }}
        >
          Run again
        </Button>
      )}
    </>
  );
};
