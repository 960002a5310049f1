'use client';

import { useQuery } from '@tanstack/react-query';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { latePanel } from '../../ui/late-panel';
import { Link } from '../../ui/link';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { NoSource } from '../connections/no-source';
import { graphQuery } from './lineage-queries';
import { NodeSearch } from './node-search';
import { lineageHref } from './node-words';

const NodeTrace = latePanel(() => import('./node-trace').then((module) => module.NodeTrace));

/** Where a value comes from and where it goes: column by column, both ways, with what would break. */
export const LineagePage = () => {
  const [params] = useUrlState();
  const node = params.get('node');
  return (
    <>
      <PageHeader
        title="Data Lineage"
        note="From source columns over mapping rules and canonical fields to the views and the agents that read them, and back."
      />
      <div className="flex flex-col gap-5">
        <NodeSearch />
        {node === null ? <StartingPoints /> : <NodeTrace key={node} id={node} />}
      </div>
    </>
  );
};

/** Where to begin when nothing is chosen. */
const StartingPoints = () => {
  const refetchInterval = useFallbackInterval();
  const query = useQuery({ ...graphQuery(), refetchInterval });
  return (
    <Panel title="Or begin with" note="Sources and agents: the two ends of everything.">
      <AsyncPanel query={query}>
        {({ nodes }) => {
          const ends = nodes.filter(({ type }) => type === 'source_parent' || type === 'agent');
          if (ends.every(({ type }) => type === 'agent'))
            return <NoSource>Lineage begins with the first ingest of a connected source.</NoSource>;
          return (
            <ul aria-label="Starting points" className="flex flex-wrap gap-2">
              {ends.map(({ id, label, type }) => (
                <li key={id} className="min-w-0">
                  <Link
                    href={lineageHref(id)}
                    className={`target inline-flex max-w-full items-center rounded-full border px-4 text-sm [overflow-wrap:anywhere] hover:bg-raised ${
                      type === 'agent' ? 'border-agent/50 text-agent-ink' : 'border-source/50 text-source-ink'
                    }`}
                  >
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </AsyncPanel>
    </Panel>
  );
};
