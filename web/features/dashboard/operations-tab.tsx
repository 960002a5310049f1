'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLiveRefresh } from '../../lib/live/use-live-refresh';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useUrlState } from '../../lib/use-url-state';
import { capital } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { FilterSelect } from '../../ui/filter-select';
import { latePanel } from '../../ui/late-panel';
import { operationsKey, operationsQuery, rangeOf, rangeParam, ranges, rangeWords } from './operations-query';
import type { Operations } from './operations-query';
import { StatCards } from './stat-cards';
import { AwaitedVerdict, Verdict } from './verdict';

const AttentionPanel = latePanel(() => import('./attention-panel').then((module) => module.AttentionPanel));
const DemoDataPanel = latePanel(() => import('./demo-data-panel').then((module) => module.DemoDataPanel));
const ChangesPanel = latePanel(() => import('./changes-panel').then((module) => module.ChangesPanel));
const FirstRun = latePanel(() => import('./first-run').then((module) => module.FirstRun));
const GraphPanel = latePanel(() => import('./graph-panel').then((module) => module.GraphPanel));

/** A tenant that has built more than once needs no guide, nor does one that asks already. */
const isAtHome = ({ sources, stream, golden, asked }: Operations): boolean =>
  sources.total > 0 && stream.last_seq > 0 && golden !== null && (asked || golden.generation > 1);

const atMostEveryMs = 2_000;

/** Is my data right, fresh and flowing? One request, kept fresh by events; `?range=` is how far back its figures look. */
export const OperationsTab = () => {
  const [params, change] = useUrlState();
  const range = rangeOf(params);
  const refetchInterval = useFallbackInterval();
  const operations = useQuery({
    ...operationsQuery(range),
    refetchInterval,
    placeholderData: keepPreviousData,
  });
  useLiveRefresh(operationsKey, atMostEveryMs);
  return (
    <AsyncPanel query={operations} rows={8} awaited={<AwaitedVerdict />}>
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
              <div className="flex justify-end">
                <FilterSelect
                  label="Time range"
                  all={false}
                  value={range}
                  options={ranges.map((one) => [one, capital(rangeWords(one))])}
                  onChange={(value) => {
                    change({ range: rangeParam(value) });
                  }}
                />
              </div>
              <StatCards operations={data} />
              <div className="grid items-start gap-5 lg:grid-cols-2">
                <AttentionPanel attention={data.attention} />
                <ChangesPanel changes={data.changes} />
              </div>
              <GraphPanel />
              {data.sources.demo > 0 && <DemoDataPanel count={data.sources.demo} />}
            </>
          )}
        </>
      )}
    </AsyncPanel>
  );
};
