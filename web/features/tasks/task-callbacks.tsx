'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, Clock, Send } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { plural } from '../../lib/words';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { StateBadge } from '../../ui/state-badge';
import type { StateLook } from '../../ui/state-badge';
import { useToast } from '../../ui/toast';
import { UserName } from '../settings/user-name';

type Task = Schemas['TaskDetail'];
type Delivery = Schemas['CallbackDelivery'];

const looks: Readonly<Record<Delivery['state'], StateLook>> = {
  pending: { tone: 'info', icon: Clock, word: 'Waits' },
  delivered: { tone: 'good', icon: CircleCheck, word: 'Delivered' },
  failed: { tone: 'bad', icon: CircleX, word: 'Given up' },
};

/** Who was told of the task's end, and what was answered. */
export const TaskCallbacks = ({ task }: { readonly task: Task }) => {
  const { callback_url, callbacks, ended_at } = task;
  return (
    <Panel
      title="Callback"
      note={`${callback_url ?? ''} is told of the end; the rest of the address is not shown.`}
      actions={ended_at !== null && <DeliverAgain id={task.task_id} />}
    >
      {callbacks.length === 0 ? (
        <p className="text-sm text-muted">
          {ended_at === null ? 'It is called when the task has ended.' : 'Nothing has been sent yet.'}
        </p>
      ) : (
        <ul aria-label="Deliveries" className="flex flex-col gap-2 text-sm">
          {callbacks.map((delivery) => (
            <OneDelivery key={delivery.delivery_id} delivery={delivery} />
          ))}
        </ul>
      )}
    </Panel>
  );
};

const OneDelivery = ({ delivery }: { readonly delivery: Delivery }) => (
  <li className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg bg-raised px-3 py-2">
    <StateBadge look={looks[delivery.state]} />
    <span>{plural(delivery.attempts, 'attempt')}</span>
    {delivery.attempted_at !== null && (
      <span>
        {delivery.error ?? `answered ${String(delivery.status ?? '')}`}{' '}
        <RelativeTime at={delivery.attempted_at} />
      </span>
    )}
    {delivery.next_attempt_at !== null && (
      <span>
        next attempt <RelativeTime at={delivery.next_attempt_at} />
      </span>
    )}
    <span className="text-muted">
      {delivery.requested_by === 'worker' ? (
        'at the end of the task'
      ) : (
        <>
          asked for by <UserName id={delivery.requested_by} />
        </>
      )}
    </span>
  </li>
);

const DeliverAgain = ({ id }: { readonly id: string }) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  const mayAct = useMay('operator');
  const again = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/v1/tasks/{task_id}/callback/redeliver', { params: { path: { task_id: id } } })),
    onSuccess: () => {
      say('It is being delivered; what is answered shows here');
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: ['task', id] }),
  });
  return (
    mayAct && (
      <Button
        icon={Send}
        busy={again.isPending}
        onClick={() => {
          again.mutate();
        }}
      >
        Deliver again
      </Button>
    )
  );
};
