'use client';

import { useQuery } from '@tanstack/react-query';
import { LayoutDashboard } from 'lucide-react';
import Link from 'next/link';
import { ApiProblem } from '../../lib/api-problem';
import { personas, usePersona } from '../../lib/persona';
import type { Persona } from '../../lib/persona';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { ButtonLink } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { Tabs } from '../../ui/tabs';
import { dashboardQuery } from '../ask/ask-queries';
import { OperationsTab } from './operations-tab';
import { TileCard } from './tile-card';

/** How the data is doing, and what each persona looks at first. */
export const DashboardPage = () => {
  const [params, change] = useUrlState();
  const persona = personas.find((each) => each === params.get('persona'));
  const own = usePersona();
  const ordered = own === undefined ? personas : [own, ...personas.filter((each) => each !== own)];
  return (
    <>
      <PageHeader
        title="Dashboard"
        note={
          persona === undefined
            ? 'Is my data right, fresh and flowing?'
            : 'Figures of the unified data. Each is the answer to a question that you can ask otherwise.'
        }
      />
      <Tabs
        label="View"
        value={persona ?? 'operations'}
        onValueChange={(value) => {
          change({ persona: value === 'operations' ? '' : value });
        }}
        tabs={[
          {
            id: 'operations',
            label: 'Operations',
            content: persona === undefined ? <OperationsTab /> : null,
          },
          ...ordered.map((each) => ({
            id: each,
            label: each,
            content: each === persona ? <PersonaTiles persona={each} /> : null,
          })),
        ]}
      />
    </>
  );
};

const PersonaTiles = ({ persona }: { readonly persona: Persona }) => {
  const dashboard = useQuery({
    ...dashboardQuery(persona),
    // Before the first connect there is nothing to wait for.
    retry: (failures, error) => failures < 2 && !isUnbuilt(error),
  });
  if (isUnbuilt(dashboard.error)) return <NothingBuilt />;
  return (
    <AsyncPanel query={dashboard} rows={6}>
      {({ title, freshness, tiles }) => (
        <>
          <p className="text-sm text-muted">
            {title}. Published <RelativeTime at={freshness.published_at} />, generation{' '}
            {String(freshness.generation)}.
          </p>
          <div className="grid items-start gap-5 md:grid-cols-2 xl:grid-cols-3">
            {tiles.map((tile) => (
              <TileCard key={tile.id} tile={tile} />
            ))}
          </div>
        </>
      )}
    </AsyncPanel>
  );
};

const isUnbuilt = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'conflict';

const NothingBuilt = () => (
  <Panel>
    <Empty
      icon={LayoutDashboard}
      title="There are no golden records yet"
      action={
        <ButtonLink>
          <Link href="/connections">Connections</Link>
        </ButtonLink>
      }
    >
      Connect sources, read them, and run DCL connect: the figures appear here by themselves.
    </Empty>
  </Panel>
);
