'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { capital, spaced } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Panel } from '../../ui/panel';
import { readinessQuery } from './monitor-queries';
import type { Readiness } from './monitor-queries';

const looks = {
  ok: { tone: 'good', icon: CircleCheck, word: 'Works' },
  degraded: { tone: 'warn', icon: TriangleAlert, word: 'Degraded' },
  failed: { tone: 'bad', icon: CircleX, word: 'Failed' },
} as const;

const names: Readonly<Record<string, string>> = {
  database: 'PostgreSQL',
  redis: 'Redis',
  temporal: 'Temporal',
  worker_control: 'Worker: order of steps',
  worker_source: 'Worker: looks at sources',
  worker_ingest: 'Worker: reading and replaying',
  process: 'This API process',
};

/** The parts that the API can see, each with what is wrong and what helps. */
export const ServicesPanel = () => {
  const readiness = useQuery(readinessQuery());
  return (
    <Panel title="Services" note="Asked every 10 seconds.">
      <div className="max-sm:min-h-[32rem]">
        <AsyncPanel query={readiness} rows={2}>
          {({ parts }) => (
            <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
              {Object.entries(parts).map(([part, state]) => (
                <li key={part} className="min-w-0 rounded-xl border border-line p-3">
                  <Part name={names[part] ?? capital(spaced(part))} state={state} />
                </li>
              ))}
            </ul>
          )}
        </AsyncPanel>
      </div>
    </Panel>
  );
};

interface PartProps {
  readonly name: string;
  readonly state: Readiness['parts'][string];
}

const Part = ({ name, state: { state, reason } }: PartProps) => {
  const { tone, icon, word } = looks[state];
  return (
    <>
      <p className="mb-1.5 text-sm font-medium">{name}</p>
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      {reason !== undefined && <p className="mt-1.5 text-xs [overflow-wrap:anywhere] text-muted">{reason}</p>}
    </>
  );
};
