'use client';

import { useQuery } from '@tanstack/react-query';
import { useLiveRefresh } from '../../lib/live/use-live-refresh';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { AsyncPanel } from '../../ui/async-panel';
import { latePanel } from '../../ui/late-panel';
import { operationsQuery } from './operations-query';
import type { Operations } from './operations-query';
import { StatCards } from './stat-cards';
import { Verdict } from './verdict';

const AttentionPanel = latePanel(() => import('./attention-panel').then((module) => module.AttentionPanel));
const DemoDataPanel = latePanel(() => import('./demo-data-panel').then((module) => module.DemoDataPanel));
const ChangesPanel = latePanel(() => import('./changes-panel').then((module) => module.ChangesPanel));
const FirstRun = latePanel(() => import('./first-run').then((module) => module.FirstRun));

/** A tenant that has built more than once needs no guide, nor does one that asks already. */
const isAtHome = ({ sources, stream, golden, asked }: Operations): boolean =>
  sources.total > 0 && stream.last_seq > 0 && golden !== null && (asked || golden.generation > 1);

const atMostEveryMs = 2_000;

/** Is my data right, fresh and flowing? One request, kept fresh by events. */
export const OperationsTab = () => {
  const refetchInterval = useFallbackInterval();
  const operations = useQuery({ ...operationsQuery(), refetchInterval });
  useLiveRefresh(operationsQuery().queryKey, atMostEveryMs);
  return (
    <AsyncPanel query={operations} rows={8}>
      {(data) => (
        <>
          {!isAtHome(data) && (
            // About its height on a phone: what stands below must not jump when its code has come.
            <div className="max-sm:min-h-[31rem]">
              <FirstRun operations={data} />
            </div>
          )}
          {data.sources.total > 0 && (
            <>
              <Verdict operations={data} />
              <StatCards operations={data} />
              <div className="grid items-start gap-5 lg:grid-cols-2">
                <AttentionPanel attention={data.attention} />
                <ChangesPanel changes={data.changes} />
              </div>
              {data.sources.demo > 0 && <DemoDataPanel count={data.sources.demo} />}
            </>
          )}
        </>
      )}
    </AsyncPanel>
  );
};
