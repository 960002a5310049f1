'use client';

import { useMemo, useState } from 'react';
import { useStable } from '../../lib/use-stable';
import { classNames } from '../../ui/class-names';
import { useNearScreen } from '../../ui/use-near-screen';
import type { Trace } from './lineage-queries';
import { pathThrough } from './path-through';
import { TraceCard } from './trace-card';
import type { TroubledSource } from './trace-card';
import { TraceEdges } from './trace-edges';
import type { TraceView } from './trace-view';
import type { Traced } from './use-opened-trace';

/** Layers by their depth, in the direction in which data flows; what holds others stands beside none of them. */
const layers = [
  { title: 'Source columns', tone: 'border-l-source' },
  { title: 'Mapping rules', tone: 'border-l-brand' },
  { title: 'Canonical fields', tone: 'border-l-ontology' },
  { title: 'View columns', tone: 'border-l-ontology' },
  { title: 'Agents', tone: 'border-l-agent' },
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

/** Between two cards, and about the height of one, in px. */
const gap = 8;
const usualHeight = 96;

/** The cards of a layer, and which of them are near the screen. */
const useColumn = (all: readonly Traced[], depth: number) => {
  const nodes = useMemo(() => all.filter((node) => node.depth === depth), [all, depth]);
  const keys = useMemo(() => nodes.map(({ id }) => id), [nodes]);
  return { nodes, ...useNearScreen({ keys, usualHeight, gap }) };
};

/**
 * The trace as layers of cards: side by side on wide screens with lines between, one below the other on small ones. Cards far
 * from the screen are not drawn.
 */
export const TraceLayers = ({ nodes, edges, start, path, troubled, view, onOpen }: TraceLayersProps) => {
  const [pointed, setPointed] = useState<string>();
  const lit = pointed === undefined ? path : pathThrough(edges, pointed);
  const shown = useMemo(() => neighboursOf(edges), [edges]);
  const open = useStable(onOpen);
  const columns = [
    useColumn(nodes, 0),
    useColumn(nodes, 1),
    useColumn(nodes, 2),
    useColumn(nodes, 3),
    useColumn(nodes, 4),
  ];
  return (
    <div className="relative">
      <TraceEdges edges={edges} columns={columns} lit={lit} />
      <ol className="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-5 2xl:gap-x-14">
        {columns.map(({ nodes: layer, drawn, height, list, measure }, depth) => {
          const { title, tone } = layers[depth] ?? layers[0];
          return (
            <li key={title} className="min-w-0">
              <h3 className="mb-2 flex items-baseline justify-between gap-2 text-sm font-medium">
                {title} <span className="numeric font-normal text-muted">{layer.length}</span>
              </h3>
              {layer.length === 0 && <p className="text-sm text-muted">None</p>}
              <ul
                {...list}
                data-layer={depth}
                hidden={layer.length === 0}
                aria-label={title}
                className="flex flex-col [overflow-anchor:none]"
                style={{ height }}
              >
                {drawn.map(({ key, index, before }) => {
                  const node = layer[index];
                  return (
                    node !== undefined && (
                      <li
                        key={key}
                        ref={measure}
                        data-index={index}
                        aria-setsize={layer.length}
                        aria-posinset={index + 1}
                        style={{ marginTop: before }}
                        className={classNames('shrink-0', lit?.has(key) === false && 'opacity-40')}
                      >
                        <TraceCard
                          node={node}
                          tone={tone}
                          start={key === start}
                          troubled={troubled.get(node.connection_id ?? '')}
                          shown={shown.get(key) ?? none}
                          direction={view.direction}
                          open={view.open.includes(key)}
                          onPoint={setPointed}
                          onOpen={open}
                        />
                      </li>
                    )
                  );
                })}
              </ul>
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
