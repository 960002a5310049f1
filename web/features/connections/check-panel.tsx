'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, FlaskConical, LoaderCircle, Stethoscope } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { spaced, capital } from '../../lib/words';
import { late } from '../../lib/late';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { ErrorPanel } from '../../ui/error-panel';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { checkQuery, startTest } from './connection-queries';

const FilePreviews = late(() => import('./file-preview').then((module) => module.FilePreviews));

interface CheckPanelProps {
  readonly id: string;
  /** Right after a connection was made: the test begins without a click. */
  readonly startAtOnce?: boolean;
}

/** The connection's test, step by step, each with what was found or what helps. */
export const CheckPanel = ({ id, startAtOnce = false }: CheckPanelProps) => {
  const client = useQueryClient();
  const mayTest = useMay('operator');
  const check = useQuery({
    ...checkQuery(id),
    refetchInterval: ({ state }) => (state.data?.task_id == null ? false : 1_000),
  });
  const test = useMutation({
    mutationFn: () => startTest(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['connection', id] }),
  });
  const begun = useRef(false);
  const { mutate } = test;
  const untested = check.data?.checked_at === null && check.data.task_id === null;
  useEffect(() => {
    if (!startAtOnce || begun.current || !untested) return;
    begun.current = true;
    mutate();
  }, [startAtOnce, untested, mutate]);
  const running = test.isPending || check.data?.task_id != null;
  const finishedFor = useRef<string | null>(null);
  useEffect(() => {
    const task = check.data?.task_id ?? null;
    if (finishedFor.current !== null && task === null) {
      void client.invalidateQueries({ queryKey: ['connection', id], exact: true });
    }
    finishedFor.current = task;
  }, [check.data?.task_id, client, id]);

  return (
    <Panel
      title="Connection test"
      actions={
        mayTest && (
          <Button
            icon={FlaskConical}
            busy={running}
            onClick={() => {
              mutate();
            }}
          >
            {running ? 'Testing' : 'Test now'}
          </Button>
        )
      }
    >
      {test.error !== null && <ErrorPanel error={test.error} compact />}
      <AsyncPanel query={check} rows={2}>
        {({ report, checked_at }) =>
          report === null ? (
            running ? (
              <p role="status" className="flex items-center gap-2 text-sm text-muted">
                <LoaderCircle aria-hidden className="size-4 animate-spin" /> Asking the source
              </p>
            ) : (
              <Empty icon={Stethoscope} title="Not tested yet" />
            )
          ) : (
            <Report report={report} checkedAt={checked_at} />
          )
        }
      </AsyncPanel>
    </Panel>
  );
};

const abbreviations = ['dns', 'tcp', 'tls'];

const stepWord = (name: string): string =>
  abbreviations.includes(name) ? name.toUpperCase() : capital(spaced(name));

interface ReportProps {
  readonly report: Schemas['CheckReport'];
  readonly checkedAt: string | null;
}

const Report = ({ report, checkedAt }: ReportProps) => (
  <>
    <p role="status" className="mb-3 text-sm">
      <strong className={report.ok ? 'text-source-ink' : 'text-danger'}>
        {report.ok ? 'Everything works' : 'The test did not pass'}
      </strong>
      {checkedAt !== null && (
        <span className="text-muted">
          {' '}
          · <RelativeTime at={checkedAt} />
        </span>
      )}
    </p>
    <ol className="flex flex-col gap-2">
      {report.steps.map(({ name, ok, detail }) => (
        <li key={name} className="flex items-start gap-2 text-sm">
          {ok ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-source" />
          ) : (
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          )}
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="font-medium">{stepWord(name)}</span>
            <span className="sr-only">{ok ? ' passed' : ' failed'}</span>
            {detail !== '' && <span className="text-muted"> {detail}</span>}
          </span>
        </li>
      ))}
    </ol>
    {report.preview !== null && report.preview.length > 0 && <FilePreviews previews={report.preview} />}
  </>
);
