'use client';

import { useQuery } from '@tanstack/react-query';
import { Clock, LoaderCircle } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { phrase } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';

type Step = Schemas['TaskStep'];

/** What a running task does this moment: no event tells of attempts, so it is asked for. */
export const TaskSteps = ({ id }: { readonly id: string }) => {
  const steps = useQuery({
    queryKey: ['task', id, 'steps'],
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/tasks/{task_id}/steps', { params: { path: { task_id: id } } }))).data,
    refetchInterval: 3_000,
  });
  return (
    <Panel title="What it is doing">
      <AsyncPanel query={steps} rows={1}>
        {(running) =>
          running.length === 0 ? (
            <p className="text-sm text-muted">
              Nothing this moment: it is between two steps, or waits for a slot.
            </p>
          ) : (
            <ul aria-label="Steps" className="flex flex-col gap-3">
              {running.map((step, at) => (
                <li key={`${step.step} ${String(at)}`} className="text-sm">
                  <StepRow step={step} />
                </li>
              ))}
            </ul>
          )
        }
      </AsyncPanel>
    </Panel>
  );
};

const stateWords = (running: boolean, wasTried: boolean): string => {
  if (running) return 'At work';
  return wasTried ? 'Waits for its next attempt' : 'Waits for a worker';
};

const StepRow = ({
  step: { step, running, attempt, most_attempts, started_at, next_attempt_at, failure },
}: {
  readonly step: Step;
}) => (
  <>
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <strong>{phrase(step)}</strong>
      <Badge tone={running ? 'info' : 'warn'} icon={running ? LoaderCircle : Clock} spin={running}>
        {stateWords(running, failure !== null || next_attempt_at !== null)}
      </Badge>
      <span className="text-muted">
        Attempt {attempt}
        {most_attempts !== null && ` of ${String(most_attempts)}`}
        {running && started_at !== null && (
          <>
            {' '}
            · began <RelativeTime at={started_at} />
          </>
        )}
        {next_attempt_at !== null && (
          <>
            {' '}
            · next <RelativeTime at={next_attempt_at} />
          </>
        )}
      </span>
    </p>
    {failure !== null && (
      <p className="mt-1 [overflow-wrap:anywhere] text-danger">The last attempt failed: {failure}</p>
    )}
  </>
);
