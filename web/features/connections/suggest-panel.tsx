'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Lightbulb, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useMay } from '../../lib/session/session-provider';
import { usePages } from '../../lib/use-pages';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { ErrorPanel } from '../../ui/error-panel';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { ReasonDialog } from '../../ui/reason-dialog';
import { RepairList } from '../approvals/repair-list';
import { loadRepairs } from '../approvals/repair-queries';
import type { Repair } from '../approvals/repair-words';
import { useDecide } from '../approvals/use-decide';
import { isLive } from '../tasks/task-state';
import { TaskProgress } from '../tasks/task-progress';
import { taskQuery } from '../tasks/task-queries';

interface SuggestPanelProps {
  readonly id: string;
  /** False: the source has to answer first. */
  readonly ready?: boolean;
}

/** First mappings for objects that have none: suggested with confidence and reasons, and decided like any repair. */
export const SuggestPanel = ({ id, ready = true }: SuggestPanelProps) => {
  const mayAct = useMay('operator');
  const [task, setTask] = useState<string>();
  const suggest = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/mesh/mappings/suggest', { body: { connection_id: id } })),
    onSuccess: ({ task_id }) => {
      setTask(task_id);
    },
  });
  return (
    <Panel
      title="Suggested mappings"
      note="For objects that no mapping reads yet; each waits for your decision."
      flush
      actions={
        mayAct && (
          <Button
            icon={Sparkles}
            busy={suggest.isPending}
            disabled={!ready}
            onClick={() => {
              suggest.mutate();
            }}
          >
            Suggest mappings
          </Button>
        )
      }
    >
      {suggest.error !== null && <ErrorPanel error={suggest.error} />}
      {task !== undefined && <Running id={task} />}
      <Suggestions id={id} />
    </Panel>
  );
};

/** Shown until the list below says it all. */
const Running = ({ id }: { readonly id: string }) => {
  const { data } = useQuery(taskQuery(id));
  if (data !== undefined && !isLive(data) && data.state === 'success') return null;
  return (
    <div className="border-b border-line p-4 sm:p-5">
      <TaskProgress id={id} />
    </div>
  );
};

const Suggestions = ({ id }: { readonly id: string }) => {
  const mayDecide = useMay('operator');
  const refetchInterval = useFallbackInterval();
  const decide = useDecide();
  const [selected, select] = useState<string>();
  const [rejecting, setRejecting] = useState<Repair>();
  const filter = { state: 'proposed', connection: id } as const;
  const pages = usePages(['repairs', filter], (cursor) => loadRepairs(filter, cursor), { refetchInterval });
  const suggested = pages.data?.filter(({ ticket }) => ticket.kind === 'object_added');
  return (
    <>
      <AsyncPanel query={{ ...pages, data: suggested }} rows={1}>
        {(repairs) =>
          repairs.length === 0 ? (
            <Empty icon={Lightbulb} title="No suggestion waits">
              Objects that a shipped mapping covers need none; others are looked at when you ask.
            </Empty>
          ) : (
            <RepairList
              label="Suggested mappings"
              repairs={repairs}
              selected={selected}
              onSelect={select}
              decide={
                mayDecide
                  ? {
                      busy: decide.isPending,
                      approve: (repair) => {
                        decide.mutate({ repair, decision: { verdict: 'approve' } });
                      },
                      reject: setRejecting,
                    }
                  : undefined
              }
            />
          )
        }
      </AsyncPanel>
      <MoreRows pages={pages} />
      {rejecting !== undefined && (
        <ReasonDialog
          title={`Reject the mapping of ${rejecting.object}?`}
          consequence="The object stays unmapped; you can still write a mapping yourself."
          confirm="Reject"
          required
          onClose={() => {
            setRejecting(undefined);
          }}
          onConfirm={(reason) => {
            decide.mutate({ repair: rejecting, decision: { verdict: 'reject', reason } });
            setRejecting(undefined);
          }}
        />
      )}
    </>
  );
};
