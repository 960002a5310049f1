'use client';

import { useMemo, useState } from 'react';
import { useStable } from '../../lib/use-stable';
import { classNames } from '../../ui/class-names';
import type { Trace } from './lineage-queries';
import { pathThrough } from './path-through';
import { TraceCard } from './trace-card';
import type { TroubledSource } from './trace-card';
import { TraceEdges } from './trace-edges';
import type { TraceView } from './trace-view';
import type { Traced } from './use-opened-trace';

/** Layers in the direction in which data flows; what holds others stands beside none of them. */
const layers = [
  { depth: 0, title: 'Source columns', tone: 'border-l-source' },
  { depth: 1, title: 'Mapping rules', tone: 'border-l-brand' },
  { depth: 2, title: 'Canonical fields', tone: 'border-l-ontology' },
  { depth: 3, title: 'View columns', tone: 'border-l-ontology' },
  { depth: 4, title: 'Agents', tone: 'border-l-agent' },
] as const;

const holders: ReadonlySet<string> = new Set(['source', 'table', 'entity', 'view']);
export const isHolder = (kind: string): boolean => holders.has(kind);

interface TraceLayersProps {
  readonly nodes: readonly Traced[];
  readonly edges: Trace['edges'];
  readonly start: string;
  /** Ids that stay bright while nothing is pointed at; undefined where all do. */
  readonly path: ReadonlySet<string> | undefined;
  /** By connection: sources that fail or rest. */
  readonly troubled: ReadonlyMap<string, TroubledSource>;
  readonly view: TraceView;
  readonly onOpen: (id: string) => void;
}

/** The trace as layers of cards: side by side on wide screens with lines between, one below the other on small ones. */
export const TraceLayers = ({ nodes, edges, start, path, troubled, view, onOpen }: TraceLayersProps) => {
  const [pointed, setPointed] = useState<string>();
  const lit = pointed === undefined ? path : pathThrough(edges, pointed);
  const shown = useMemo(() => neighboursOf(edges), [edges]);
  const open = useStable(onOpen);
  return (
    <div className="relative">
      <TraceEdges edges={edges} lit={lit} />
      <ol className="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-5 2xl:gap-x-14">
        {layers.map(({ depth, title, tone }) => {
          const layer = nodes.filter((node) => node.depth === depth);
          return (
            <li key={depth} className="min-w-0">
              <h3 className="mb-2 flex items-baseline justify-between gap-2 text-sm font-medium">
                {title} <span className="numeric font-normal text-muted">{layer.length}</span>
              </h3>
              {layer.length === 0 ? (
                <p className="text-sm text-muted">None</p>
              ) : (
                <ul aria-label={title} className="flex flex-col gap-2">
                  {layer.map((node) => (
                    <li key={node.id} className={classNames(lit?.has(node.id) === false && 'opacity-40')}>
                      <TraceCard
                        node={node}
                        tone={tone}
                        start={node.id === start}
                        troubled={troubled.get(node.connection_id ?? '')}
                        shown={shown.get(node.id) ?? none}
                        direction={view.direction}
                        open={view.open.includes(node.id)}
                        onPoint={setPointed}
                        onOpen={open}
                      />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
};

const none = { upstream: 0, downstream: 0 };

/** How many direct neighbours of each node are on the screen. */
const neighboursOf = (edges: Trace['edges']): ReadonlyMap<string, typeof none> => {
  const counts = new Map<string, typeof none>();
  const add = (id: string, side: keyof typeof none): void => {
    const before = counts.get(id) ?? none;
    counts.set(id, { ...before, [side]: before[side] + 1 });
  };
  for (const { source, target } of edges) {
    add(source, 'downstream');
    add(target, 'upstream');
  }
  return counts;
};
