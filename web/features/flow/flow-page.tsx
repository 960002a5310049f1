'use client';

import { Pause, Play, Waves } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { LiveEvent } from '../../lib/live/live-stream';
import { useUrlState } from '../../lib/use-url-state';
import { plural } from '../../lib/words';
import { Button, ButtonLink } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { ConnectionFilter } from '../connections/connection-filter';
import { EventRow } from '../events/event-row';
import { isAbout } from '../events/event-words';
import { FlowStage } from './flow-stage';
import { useFlow } from './use-flow';

const speeds = { slow: 8_000, normal: 4_000, fast: 2_000 } as const;
type Speed = keyof typeof speeds;

const isSpeed = (text: string | null): text is Speed => text !== null && text in speeds;

/** What moves from the sources through AAM and DCL to the agents, as it moves. */
export const FlowPage = () => {
  const [params, change] = useUrlState();
  const router = useRouter();
  const asked = params.get('speed');
  const speed = isSpeed(asked) ? asked : 'normal';
  const paused = params.get('paused') === 'yes';
  const connection = params.get('connection') ?? '';
  const flow = useFlow(paused, speeds[speed]);
  const fits = (event: LiveEvent): boolean => connection === '' || isAbout(event, connection);
  const latest = flow.latest.filter(fits);
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
      <div className="mb-4 flex flex-wrap gap-3">
        <ConnectionFilter
          value={connection}
          onChange={(value) => {
            change({ connection: value });
          }}
        />
        <FilterSelect
          label="Speed"
          all={false}
          value={speed}
          options={[
            ['slow', 'Slow'],
            ['normal', 'Normal'],
            ['fast', 'Fast'],
          ]}
          onChange={(value) => {
            change({ speed: value === 'normal' ? '' : value });
          }}
        />
      </div>
      <div className="flex flex-col gap-5">
        <Panel flush>
          <FlowStage
            moving={flow.moving.filter(({ event }) => fits(event))}
            left={flow.left}
            paused={paused}
            travelMs={speeds[speed]}
          />
          <p role="status" className="border-t border-line px-4 py-2 text-sm text-muted sm:px-5">
            {flow.waiting.length === 0
              ? 'Counted since you opened this page.'
              : `${plural(flow.waiting.length, 'pill')} waiting to start.`}
          </p>
        </Panel>
        <Panel title="Latest" flush>
          {latest.length === 0 ? (
            <Empty icon={Waves} title="Nothing has moved since you opened this page">
              Ingest a connection, and its records pass by here.
            </Empty>
          ) : (
            <ul aria-label="Latest events" className="max-h-[28rem] overflow-y-auto">
              {latest.map((event) => (
                <EventRow
                  key={event.id}
                  event={event}
                  onOpen={() => {
                    router.push(`/events?event=${String(event.id)}`);
                  }}
                />
              ))}
            </ul>
          )}
        </Panel>
      </div>
    </>
  );
};
