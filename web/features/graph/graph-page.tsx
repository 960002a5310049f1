'use client';

import { useQuery } from '@tanstack/react-query';
import { Network, Table2, Waypoints } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useUrlState } from '../../lib/use-url-state';
import { countWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { latePanel } from '../../ui/late-panel';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { SkeletonRows } from '../../ui/skeleton';
import { NoSource } from '../connections/no-source';
import { graphQuery } from '../lineage/lineage-queries';
import { statuses, statusWords } from './graph-words';
import type { Graph } from './layout';
import { filtered } from './neighbours';

const SidePanels = latePanel(() => import('./side-panels').then((module) => module.SidePanels));
const NodePanel = latePanel(() => import('./node-panel').then((module) => module.NodePanel));
const GraphTable = latePanel(() => import('./graph-table').then((module) => module.GraphTable));

const loadPicture = () => import('./graph-picture');
const GraphPicture = dynamic(() => loadPicture().then((module) => module.GraphPicture), {
  ssr: false,
  loading: () => <SkeletonRows rows={8} />,
});

/** Sources, tables, ontology and agents as one picture, or as a table. */
export const GraphPage = () => {
  const refetchInterval = useFallbackInterval();
  const query = useQuery({ ...graphQuery(), refetchInterval });
  // What draws comes while what is drawn is still on its way.
  useEffect(() => {
    void loadPicture();
  }, []);
  return (
    <>
      <PageHeader
        title="DCL Graph"
        note="How data flows: from sources over their tables into the ontology, and on to the agents."
      />
      <AsyncPanel query={query} rows={8}>
        {(graph) =>
          graph.nodes.some(({ type }) => type === 'source_parent') ? (
            <Shown graph={graph} />
          ) : (
            <Panel>
              <NoSource>
                Connect a source and ingest it: its tables appear here with what they are mapped to.
              </NoSource>
            </Panel>
          )
        }
      </AsyncPanel>
    </>
  );
};

const Shown = ({ graph }: { readonly graph: Graph }) => {
  const [params, change] = useUrlState();
  const source = params.get('source') ?? '';
  const agent = params.get('agent') ?? '';
  const status = params.get('status') ?? '';
  const asTable = params.get('view') === 'table';
  const selected = params.get('node') ?? '';
  const shown = useMemo(() => filtered(graph, { source, agent, status }), [graph, source, agent, status]);
  const node = graph.nodes.find(({ id }) => id === selected);
  const select = (id: string): void => {
    change({ node: id });
  };
  return (
    <div className="grid min-w-0 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-5">
        <Panel
          title="Data Connection Layer (DCL)"
          note={
            <>
              Provides persistent, versioned entity mappings: what agents read tomorrow is what was agreed
              today.
              <span className="numeric block">{wordsFor(graph)}</span>
            </>
          }
          flush
        >
          <Filters graph={graph} values={{ source, agent, status }}>
            <Button
              icon={asTable ? Network : Table2}
              className="self-end"
              onClick={() => {
                change({ view: asTable ? '' : 'table' });
              }}
            >
              {asTable ? 'View as picture' : 'View as table'}
            </Button>
          </Filters>
          {shown.nodes.length === 0 ? (
            <Empty
              icon={Waypoints}
              title="Nothing matches"
              action={
                <Button
                  onClick={() => {
                    change({ source: '', agent: '', status: '' });
                  }}
                >
                  Clear the filters
                </Button>
              }
            />
          ) : asTable ? (
            <GraphTable graph={shown} onSelect={select} />
          ) : (
            <div className="p-4 sm:p-5">
              <GraphPicture graph={shown} selected={selected} onSelect={select} />
            </div>
          )}
        </Panel>
        {node !== undefined && (
          <NodePanel
            graph={graph}
            node={node}
            onClose={() => {
              select('');
            }}
          />
        )}
      </div>
      <SidePanels />
    </div>
  );
};

const wordsFor = ({ nodes, generation, grouped_sources, left_out_sources }: Graph): string => {
  const count = (type: string): number => nodes.filter((node) => node.type === type).length;
  return [
    `${plural(count('source_parent'), 'source')}, ${plural(
      nodes.reduce((sum, { type, tables }) => sum + (type === 'source_parent' ? tables : 0), 0),
      'table',
    )}, ${plural(count('ontology'), 'entity', 'entities')}, ${plural(count('agent'), 'agent')}`,
    generation === null ? 'the unified views are not built yet' : `generation ${countWords(generation)}`,
    ...(grouped_sources > 0 ? ['tables are grouped by source, since there are many'] : []),
    ...(left_out_sources > 0 ? [`${plural(left_out_sources, 'source')} more are not shown`] : []),
  ].join(' · ');
};

interface FiltersProps {
  readonly graph: Graph;
  readonly values: { readonly source: string; readonly agent: string; readonly status: string };
  /** A further control beside them. */
  readonly children: ReactNode;
}

const Filters = ({ graph, values, children }: FiltersProps) => {
  const [, change] = useUrlState();
  const named = (type: string): readonly (readonly [string, string])[] =>
    graph.nodes.filter((node) => node.type === type).map(({ id, label }) => [id, label]);
  return (
    <div className="grid grid-cols-2 gap-3 border-b border-line px-4 py-3 sm:flex sm:px-5">
      <FilterSelect
        label="Source"
        value={values.source}
        options={named('source_parent')}
        onChange={(value) => {
          change({ source: value });
        }}
      />
      <FilterSelect
        label="Agent"
        value={values.agent}
        options={named('agent')}
        onChange={(value) => {
          change({ agent: value });
        }}
      />
      <FilterSelect
        label="Status"
        value={values.status}
        options={statuses.map((one) => [one, statusWords[one].word])}
        onChange={(value) => {
          change({ status: value });
        }}
      />
      {children}
    </div>
  );
};
