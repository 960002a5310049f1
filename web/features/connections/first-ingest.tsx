'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../lib/session/session-provider';
import { Button } from '../../ui/button';
import { ErrorPanel } from '../../ui/error-panel';
import { Panel } from '../../ui/panel';
import { TaskProgress } from '../tasks/task-progress';
import { checkQuery, startIngest } from './connection-queries';

/** The first read of a new connection, watched in place. */
export const FirstIngest = ({ id }: { readonly id: string }) => {
  const mayIngest = useMay('operator');
  const check = useQuery(checkQuery(id));
  const [task, setTask] = useState<string>();
  const ingest = useMutation({
    mutationFn: () => startIngest(id),
    onSuccess: ({ task_id }) => {
      setTask(task_id);
    },
  });
  const passed = check.data?.report?.ok === true;
  return (
    <Panel
      title="First ingest"
      note="Reads every mapped object once; later runs read what has changed."
      actions={
        mayIngest &&
        task === undefined && (
          <Button
            look="primary"
            icon={Play}
            busy={ingest.isPending}
            disabled={!passed}
            onClick={() => {
              ingest.mutate();
            }}
          >
            Ingest now
          </Button>
        )
      }
    >
      {ingest.error !== null && <ErrorPanel error={ingest.error} compact />}
      {task === undefined ? (
        <p className="text-sm text-muted">
          {passed ? 'The test has passed: start when you like.' : 'Waits for a test that passes.'}
        </p>
      ) : (
        <TaskProgress id={task} />
      )}
    </Panel>
  );
};
