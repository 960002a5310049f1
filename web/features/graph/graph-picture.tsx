'use client';

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, RefObject } from 'react';
import { useStable } from '../../lib/use-stable';
import { classNames } from '../../ui/class-names';
import { Edges } from './graph-edges';
import { Hatch, NodeLook, Nodes } from './graph-node';
import { GraphTooltip } from './graph-tooltip';
import type { Pointed } from './graph-tooltip';
import { placeLabels } from './labels';
import { layOut } from './layout';
import type { Graph } from './layout';
import { nearestEdge } from './nearest-edge';
import { connectedWith, isArrow, nextNode } from './neighbours';
import type { Direction } from './use-graph-view';
import { useTypedLetters } from './use-typed-letters';

interface GraphPictureProps {
  readonly graph: Graph;
  readonly direction: Direction | undefined;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** The node that is to have the focus as soon as it is drawn; empty for none. */
  readonly sought: string;
  readonly onReach: (sought: '') => void;
  readonly onTables: (id: string, asOne: boolean) => void;
  /** Letters typed on a node begin a search. */
  readonly onLetters: (letters: string) => void;
}

/** The drawing on the page, for those who save it. */
export const drawingId = 'dcl-graph';

/** Below this the drawing runs from top to bottom, its labels turned; told otherwise, it stays so wide and scrolls inside itself. */
const narrow = 560;

const focusNode = (frame: HTMLElement | null, id = ''): void => {
  frame?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"]`)?.focus();
};

/**
 * The graph as a Sankey. What is pointed at is drawn once more, with what it is connected with, over a veil on all: nothing else is
 * drawn anew. Arrow keys walk along edges and layers, Enter pins a node, Escape lets go, - and + put the tables of a
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
  onLetters,
}: GraphPictureProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame);
  const upright = direction === undefined ? room < narrow : direction === 'down';
  const width = upright ? room : Math.max(room, narrow);
  const [pointed, setPointed] = useState<Pointed>();
  const [focused, setFocused] = useState<string>();
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

  const typed = useTypedLetters(onLetters);
  const onKey = (event: KeyboardEvent, id: string): void => {
    const { key } = event;
    if (typed(event)) return;
    if (key === 'Enter' || key === ' ') onSelect(id === selected ? '' : id);
    else if (key === 'Escape') onSelect('');
    else if (isArrow(key)) focusNode(frame.current, nextNode(graph, id, key, upright));
    else if ((key === '-' || key === '+') && /^(source|tables?):/.test(id)) onTables(id, key === '-');
    else return;
    event.preventDefault();
  };
  const pointAt = ({ target, currentTarget, nativeEvent }: PointerEvent<SVGSVGElement>): void => {
    // A node says so itself; everything between them is the drawing.
    if (target !== currentTarget || layout === undefined) return;
    const edge = nearestEdge(layout, { x: nativeEvent.offsetX, y: nativeEvent.offsetY });
    setPointed((before) => {
      // What has the focus stays told while a pointer crosses the ground.
      if (edge === undefined) return before?.kind === 'edge' ? undefined : before;
      return before?.placed === edge ? before : { kind: 'edge', placed: edge };
    });
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
          onPointerMove={pointAt}
          onPointerDown={pointAt}
          onPointerLeave={() => {
            setPointed(undefined);
          }}
        >
          <Hatch />
          <g className="pointer-events-none">
            <Edges edges={layout.edges} nodes={nodes} named />
          </g>
          <Nodes
            layout={layout}
            labels={labels}
            entry={entry}
            selected={selected}
            onPoint={setPointed}
            onFocus={setFocused}
            onSelect={stableSelect}
            onKey={stableKey}
          />
          <rect
            aria-hidden
            width={layout.width}
            height={layout.height}
            className={classNames(
              'pointer-events-none fill-panel transition-opacity will-change-[opacity]',
              lit === undefined ? 'opacity-0' : 'opacity-80',
            )}
          />
          <g aria-hidden className="pointer-events-none">
            {lit !== undefined && (
              <Edges
                edges={layout.edges.filter(({ edge }) => lit.has(edge.source) && lit.has(edge.target))}
                nodes={nodes}
              />
            )}
            {layout.nodes
              .filter(({ node: { id } }) => lit?.has(id) === true || id === focused)
              .map((placed) => (
                <NodeLook
                  key={placed.node.id}
                  placed={placed}
                  label={labels.get(placed)}
                  upright={layout.upright}
                  selected={placed.node.id === selected}
                  focused={placed.node.id === focused}
                />
              ))}
          </g>
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
