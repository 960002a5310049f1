'use client';

import { useQuery } from '@tanstack/react-query';
import { useLiveRefresh } from '../../lib/live/use-live-refresh';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { AsyncPanel } from '../../ui/async-panel';
import { AttentionPanel } from './attention-panel';
import { ChangesPanel } from './changes-panel';
import { DemoDataPanel } from './demo-data-panel';
import { FirstRun } from './first-run';
import { operationsQuery } from './operations-query';
import { StatCards } from './stat-cards';
import { Verdict } from './verdict';

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
          <FirstRun operations={data} />
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
