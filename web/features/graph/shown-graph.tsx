'use client';

import { Network, Table2, Waypoints } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo, useRef, useState } from 'react';
import { late } from '../../lib/late';
import { countWords, plural } from '../../lib/words';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { latePanel } from '../../ui/late-panel';
import { Panel } from '../../ui/panel';
import { SkeletonRows } from '../../ui/skeleton';
import { GraphFilters } from './graph-filters';
import type { Graph } from './layout';
import { filtered } from './neighbours';
import { noFilters, slugOf, useGraphView, withTables } from './use-graph-view';

const SidePanels = latePanel(() => import('./side-panels').then((module) => module.SidePanels));
/** One element for good: nothing that is chosen of the graph draws them anew. */
const sidePanels = <SidePanels />;
const NodePanel = latePanel(() => import('./node-panel').then((module) => module.NodePanel));
const GraphTable = latePanel(() => import('./graph-table').then((module) => module.GraphTable));
const FindNode = late(() => import('./find-node').then((module) => module.FindNode));
const ExportGraph = late(() => import('./export-graph').then((module) => module.ExportGraph));

export const loadPicture = () => import('./graph-picture');
const GraphPicture = dynamic(() => loadPicture().then((module) => module.GraphPicture), {
  ssr: false,
  loading: () => <SkeletonRows rows={8} />,
});

/** The graph with what is chosen of it, its tools, and the panels around it. */
export const ShownGraph = ({ graph }: { readonly graph: Graph }) => {
  const [view, change] = useGraphView();
  const { filters, asTable, selected } = view;
  const { source, agent, status, sure } = filters;
  const shown = useMemo(
    () => filtered(graph, { source, agent, status, sure }),
    [graph, source, agent, status, sure],
  );
  const [sought, setSought] = useState('');
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const node = graph.nodes.find(({ id }) => id === selected);
  const select = (id: string): void => {
    change({ node: id });
  };
  const find = (id: string): void => {
    const hidden = shown.nodes.every((one) => one.id !== id);
    change({ node: id, ...(hidden ? noFilters : {}) });
    setSought(id);
  };
  const setTables = (id: string, asOne: boolean): void => {
    const slug = slugOf(id);
    // What was in hand goes into the one node, or comes back as its source.
    setSought(asOne ? `tables:${slug}` : `source:${slug}`);
    change(withTables(view, slug, asOne));
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
          <div className="flex min-h-16 flex-wrap items-end gap-3 px-4 pt-3 sm:px-5">
            <FindNode graph={graph} field={field} words={words} onWords={setWords} onFind={find} />
            <div className="ml-auto flex gap-2">
              <Button
                icon={asTable ? Network : Table2}
                onClick={() => {
                  change({ view: asTable ? '' : 'table' });
                }}
              >
                {asTable ? 'View as picture' : 'View as table'}
              </Button>
              <ExportGraph graph={shown} asTable={asTable} />
            </div>
          </div>
          <GraphFilters graph={graph} view={view} onChange={change} />
          {shown.nodes.length === 0 ? (
            <Empty
              icon={Waypoints}
              title="Nothing matches"
              action={
                <Button
                  onClick={() => {
                    change(noFilters);
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
              <GraphPicture
                graph={shown}
                direction={view.direction}
                selected={selected}
                onSelect={select}
                sought={sought}
                onReach={setSought}
                onTables={setTables}
                onLetters={(letters) => {
                  setWords(letters);
                  field.current?.focus();
                }}
              />
              <p className="mt-3 hidden text-xs text-muted pointer-fine:block">
                On a node: arrows walk, Enter pins, letters find another, g and a letter go to a page, − and +
                fold the tables of a source.
              </p>
            </div>
          )}
        </Panel>
        {node !== undefined && (
          <NodePanel
            graph={graph}
            node={node}
            onTables={setTables}
            onClose={() => {
              select('');
            }}
          />
        )}
      </div>
      {sidePanels}
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
