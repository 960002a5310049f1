'use client';

import { useQuery } from '@tanstack/react-query';
import { LayoutDashboard } from 'lucide-react';
import { ApiProblem } from '../../lib/api-problem';
import type { Persona } from '../../lib/persona';
import { AsyncPanel } from '../../ui/async-panel';
import { ButtonLink } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { dashboardQuery } from '../ask/ask-queries';
import { TileCard } from './tile-card';

/** What a persona looks at first: figures of the unified data, each an answer. */
export const PersonaTiles = ({ persona }: { readonly persona: Persona }) => {
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
