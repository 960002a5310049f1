'use client';

import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useStable } from '../../lib/use-stable';
import { classNames } from '../../ui/class-names';
import { Hatch, Node, strokes, toneOfNode } from './graph-node';
import type { ToneName } from './graph-node';
import { GraphTooltip } from './graph-tooltip';
import type { Pointed } from './graph-tooltip';
import { edgeName } from './graph-words';
import { placeLabels } from './labels';
import { layOut } from './layout';
import type { Graph, GraphNode, PlacedEdge } from './layout';
import { connectedWith, isArrow, nextNode } from './neighbours';
import type { Direction } from './use-graph-view';

interface GraphPictureProps {
  readonly graph: Graph;
  readonly direction: Direction | undefined;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** The node that is to have the focus as soon as it is drawn; empty for none. */
  readonly sought: string;
  readonly onReach: (sought: '') => void;
  readonly onTables: (id: string, asOne: boolean) => void;
  /** A letter typed on a node begins a search. */
  readonly onLetter: (letter: string) => void;
}

/** The drawing on the page, for those who save it. */
export const drawingId = 'dcl-graph';

/** Below this the drawing runs from top to bottom, its labels turned; told otherwise, it stays so wide and scrolls inside itself. */
const narrow = 560;

const focusNode = (frame: HTMLElement | null, id = ''): void => {
  frame?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"]`)?.focus();
};

const isLetter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  /^[\p{L}\p{N}]$/u.test(key) && !ctrlKey && !metaKey && !altKey;

/**
 * The graph as a Sankey. Arrow keys walk along edges and layers, Enter pins a node, Escape lets go, - and + put the tables of a
 * source together and apart, letters look for a node.
 */
export const GraphPicture = ({
  graph,
  direction,
  selected,
  onSelect,
  sought,
  onReach,
  onTables,
  onLetter,
}: GraphPictureProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame);
  const upright = direction === undefined ? room < narrow : direction === 'down';
  const width = upright ? room : Math.max(room, narrow);
  const [pointed, setPointed] = useState<Pointed>();
  const layout = useMemo(
    () => (room === 0 ? undefined : layOut(graph, { width, upright })),
    [graph, room, width, upright],
  );
  const labels = useMemo(
    () => new Map((layout === undefined ? [] : placeLabels(layout)).map((label) => [label.placed, label])),
    [layout],
  );
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [node.id, node])), [graph]);
  const focus = pointed?.kind === 'node' ? pointed.placed.node.id : selected;
  const lit = useMemo(
    () => (nodes.has(focus) ? connectedWith(graph, focus) : undefined),
    [graph, nodes, focus],
  );
  const entry = nodes.has(selected) ? selected : (graph.nodes[0]?.id ?? '');
  useEffect(() => {
    if (layout === undefined || !nodes.has(sought)) return;
    focusNode(frame.current, sought);
    onReach('');
  }, [layout, nodes, sought, onReach]);

  const onKey = (event: KeyboardEvent, id: string): void => {
    const { key } = event;
    if (key === 'Enter' || key === ' ') onSelect(id === selected ? '' : id);
    else if (key === 'Escape') onSelect('');
    else if (isArrow(key)) focusNode(frame.current, nextNode(graph, id, key, upright));
    else if ((key === '-' || key === '+') && /^(source|tables?):/.test(id)) onTables(id, key === '-');
    else if (isLetter(event)) onLetter(key);
    else return;
    event.preventDefault();
  };

  const stableSelect = useStable(onSelect);
  const stableKey = useStable(onKey);

  return (
    <div ref={frame} className="relative min-h-80 min-w-0 overflow-x-auto overflow-y-hidden">
      {layout !== undefined && (
        <svg
          id={drawingId}
          role="group"
          aria-label="DCL graph; arrow keys walk along it, letters search, minus and plus fold the tables of a source"
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${String(layout.width)} ${String(layout.height)}`}
          className="block"
          onPointerLeave={() => {
            setPointed(undefined);
          }}
        >
          <Hatch />
          <g className={classNames('transition-opacity', lit !== undefined && 'opacity-15')}>
            {layout.edges.map((placed) => (
              <Edge
                key={placed.edge.id}
                placed={placed}
                name={edgeName(nodes, placed.edge)}
                tone={toneOf(nodes, placed)}
                onPoint={setPointed}
              />
            ))}
          </g>
          {lit !== undefined && (
            <g aria-hidden className="pointer-events-none">
              {layout.edges
                .filter(({ edge }) => lit.has(edge.source) && lit.has(edge.target))
                .map((placed) => (
                  <Line key={placed.edge.id} placed={placed} tone={toneOf(nodes, placed)} />
                ))}
            </g>
          )}
          {layout.nodes.map((placed) => (
            <g
              key={placed.node.id}
              className={classNames(lit !== undefined && !lit.has(placed.node.id) && 'opacity-25')}
            >
              <Node
                placed={placed}
                label={labels.get(placed)}
                upright={layout.upright}
                entry={placed.node.id === entry}
                selected={placed.node.id === selected}
                onPoint={setPointed}
                onSelect={stableSelect}
                onKey={stableKey}
              />
            </g>
          ))}
        </svg>
      )}
      {layout !== undefined && pointed !== undefined && (
        <GraphTooltip pointed={pointed} graph={graph} layout={layout} />
      )}
    </div>
  );
};

const useWidth = (frame: RefObject<HTMLDivElement | null>): number => {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    // The observer tells the first size too, before anything is painted.
    const observer = new ResizeObserver(() => {
      setWidth(Math.floor(element.clientWidth));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [frame]);
  return width;
};

const toneOf = (nodes: ReadonlyMap<string, GraphNode>, { edge }: PlacedEdge): ToneName => {
  const target = nodes.get(edge.target);
  return edge.kind === 'hierarchy' || target === undefined ? 'source' : toneOfNode(target);
};

interface LineProps {
  readonly placed: PlacedEdge;
  readonly tone: ToneName;
  readonly className?: string;
}

const Line = ({ placed: { edge, path, width }, tone, className }: LineProps) => (
  <path
    d={path}
    fill="none"
    strokeWidth={width}
    className={classNames('opacity-30', strokes[tone], className)}
    {...(edge.status === 'pending' ? { strokeDasharray: '6 4' } : {})}
  />
);

interface EdgeProps {
  readonly placed: PlacedEdge;
  readonly name: string;
  readonly tone: ToneName;
  readonly onPoint: (pointed: Pointed | undefined) => void;
}

/** Hundreds of them: what is pointed at dims all by their group, and draws the few that are lit once more. */
const Edge = memo(({ placed, name, tone, onPoint }: EdgeProps) => (
  <g
    role="img"
    aria-label={name}
    onPointerEnter={() => {
      onPoint({ kind: 'edge', placed });
    }}
    onPointerLeave={() => {
      onPoint(undefined);
    }}
  >
    <Line placed={placed} tone={tone} className="hover:opacity-60" />
    <path d={placed.path} fill="none" stroke="transparent" strokeWidth={Math.max(14, placed.width)} />
  </g>
));
