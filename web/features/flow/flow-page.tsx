'use client';

import { Pause, Play } from 'lucide-react';
import { late } from '../../lib/late';
import { useUrlState } from '../../lib/use-url-state';
import { countWords, plural } from '../../lib/words';
import { Button, ButtonLink } from '../../ui/button';
import { Link } from '../../ui/link';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { FlowFilters } from './flow-filters';
import { FlowStage } from './flow-stage';
import { densities, eventFits, everything, fits, flowView, speeds } from './flow-view';
import { LatestEvents } from './latest-events';
import { useFlow } from './use-flow';

const FlowEvent = late(() => import('./flow-event').then((module) => module.FlowEvent));

/** From here on single changes cannot be followed by eye, and the page says that it gathers them. */
const tooManyPerSecond = 100;

/** What moves from the sources through AAM and DCL to the agents, as it moves. */
export const FlowPage = () => {
  const [params, change] = useUrlState();
  const view = flowView(params);
  const { paused } = view;
  const [travelMs, rows] = [speeds[view.speed], densities[view.density]];
  const flow = useFlow({ paused, travelMs, rows });
  const waiting = flow.waiting.filter((pill) => fits(pill, view));
  const opened = Number(params.get('event') ?? 0);
  const open = (id: number | undefined): void => {
    change({ event: String(id ?? '') });
  };
  return (
    <>
      <PageHeader
        title="Live Flow"
        note="Real events only. Many at once travel as one pill that says how many; the log has each of them."
        actions={
          <>
            <Button
              icon={paused ? Play : Pause}
              onClick={() => {
                change({ paused: paused ? '' : 'yes' });
              }}
            >
              {paused ? 'Resume' : 'Pause'}
            </Button>
            <ButtonLink>
              <Link href="/events">Event log</Link>
            </ButtonLink>
          </>
        }
      />
      <FlowFilters view={view} onChange={change} />
      <div className="flex flex-col gap-5">
        <Panel flush>
          <FlowStage
            moving={flow.moving.filter((pill) => fits(pill, view))}
            left={flow.left}
            paused={paused}
            travelMs={travelMs}
            rows={rows}
            onOpen={({ event }) => {
              open(event.id);
            }}
          />
          <p role="status" className="border-t border-line px-4 py-2 text-sm text-muted sm:px-5">
            {flow.perSecond > tooManyPerSecond &&
              `About ${countWords(Math.round(flow.perSecond))} changes a second: gathered, each pill says how many it stands for. `}
            {waiting.length === 0
              ? 'Counted since you opened this page.'
              : `${plural(waiting.length, 'pill')} waiting to start.`}
          </p>
        </Panel>
        <LatestEvents
          events={flow.latest.filter((event) => eventFits(event, view))}
          gaps={flow.gaps}
          isNarrowed={flow.latest.length > 0}
          onOpen={({ id }) => {
            open(id);
          }}
          onClear={() => {
            change(everything);
          }}
        />
      </div>
      {opened > 0 && (
        <FlowEvent
          id={opened}
          known={flow.latest.find(({ id }) => id === opened)}
          onTrace={(trace) => {
            change({ trace, event: '' });
          }}
          onClose={() => {
            open(undefined);
          }}
        />
      )}
    </>
  );
};
