'use client';

import { useQuery } from '@tanstack/react-query';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { FilterSelect } from '../../ui/filter-select';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { CalibrationPanel } from './calibration-panel';
import { HealthPanel } from './health-panel';
import { LlmPanel } from './llm-panel';
import { daysOf, figuresQuery, spans } from './monitor-queries';
import { PolicyPanel } from './policy-panel';
import { DriftPanel, FigureTiles, OutcomesPanel } from './repair-panels';
import { ServicesPanel } from './services-panel';
import { TicketsPanel } from './tickets-panel';

/** Whether sources, services and repairs are well: measured numbers alone. */
export const MonitorPage = () => {
  const [params, change] = useUrlState();
  const days = daysOf(params);
  const refetchInterval = useFallbackInterval();
  const figures = useQuery({ ...figuresQuery(days), refetchInterval });
  return (
    <>
      <PageHeader
        title="AAM Monitor"
        note="The adaptive mesh: its services, its connections, what drifted and how it was repaired."
        actions={
          <FilterSelect
            label="Looking back"
            all={false}
            value={String(days)}
            options={spans.map((span) => [String(span), `${String(span)} days`])}
            onChange={(value) => {
              change({ days: value });
            }}
          />
        }
      />
      <div className="flex flex-col gap-5">
        <Panel title="Drift and repair">
          <div className="max-sm:min-h-60">
            <AsyncPanel query={figures} rows={1}>
              {(data) => <FigureTiles figures={data} />}
            </AsyncPanel>
          </div>
        </Panel>
        <ServicesPanel />
        <HealthPanel />
        <TicketsPanel />
        {figures.data !== undefined && (
          <>
            <div className="grid gap-5 lg:grid-cols-2">
              <DriftPanel drift={figures.data.drift} />
              <OutcomesPanel repairs={figures.data.repairs} />
            </div>
            <CalibrationPanel bins={figures.data.calibration} />
          </>
        )}
        <LlmPanel days={days} />
        <PolicyPanel />
      </div>
    </>
  );
};
