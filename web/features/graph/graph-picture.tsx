'use client';

import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { classNames } from '../../ui/class-names';
import { edgeName, statusWords, typeWords } from './graph-words';
import { GraphTooltip } from './graph-tooltip';
import type { Pointed } from './graph-tooltip';
import { AgentRobot } from './agent-robot';
import { placeLabels } from './labels';
import type { Label } from './labels';
import { layOut } from './layout';
import type { Graph, GraphNode, PlacedEdge, PlacedNode } from './layout';
import { connectedWith, isArrow, nextNode } from './neighbours';

interface GraphPictureProps {
  readonly graph: Graph;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

const tones = {
  source_parent: 'source',
  table: 'source',
  ontology: 'ontology',
  agent: 'agent',
} as const;
const fills = { source: 'fill-source', ontology: 'fill-ontology', agent: 'fill-agent' } as const;
const strokes = { source: 'stroke-source', ontology: 'stroke-ontology', agent: 'stroke-agent' } as const;

/** Below this the drawing runs from top to bottom, its labels turned. */
const narrow = 560;

/** The graph as a Sankey. Arrow keys walk along edges and layers, Enter pins a node, Escape lets go. */
export const GraphPicture = ({ graph, selected, onSelect }: GraphPictureProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const [pointed, setPointed] = useState<Pointed>();
  const layout = useMemo(
    () => (width === 0 ? undefined : layOut(graph, { width, upright: width < narrow })),
    [graph, width],
  );
  const labels = useMemo(() => (layout === undefined ? [] : placeLabels(layout)), [layout]);
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [node.id, node])), [graph]);
  const focus = pointed?.kind === 'node' ? pointed.placed.node.id : selected;
  const lit = useMemo(() => (focus === '' ? undefined : connectedWith(graph, focus)), [graph, focus]);
  const entry = graph.nodes.some(({ id }) => id === selected) ? selected : (graph.nodes[0]?.id ?? '');

  const onKey = (event: KeyboardEvent, id: string): void => {
    if (event.key === 'Enter' || event.key === ' ') onSelect(id === selected ? '' : id);
    else if (event.key === 'Escape') onSelect('');
    else if (isArrow(event.key)) {
      const next = nextNode(graph, id, event.key, layout?.upright === true);
      frame.current?.querySelector<SVGGElement>(`[data-node="${CSS.escape(next ?? '')}"]`)?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div ref={frame} className="relative min-h-80 min-w-0 overflow-hidden">
      {layout !== undefined && (
        <svg
          role="group"
          aria-label="DCL graph; arrow keys walk along it"
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${String(layout.width)} ${String(layout.height)}`}
          className="block max-w-full"
          onPointerLeave={() => {
            setPointed(undefined);
          }}
        >
          <g>
            {layout.edges.map((placed) => (
              <Edge
                key={placed.edge.id}
                placed={placed}
                name={edgeName(nodes, placed.edge)}
                tone={toneOf(nodes, placed)}
                dim={lit !== undefined && !(lit.has(placed.edge.source) && lit.has(placed.edge.target))}
                onPoint={setPointed}
              />
            ))}
          </g>
          {layout.nodes.map((placed) => (
            <Node
              key={placed.node.id}
              placed={placed}
              label={labels.find((label) => label.placed === placed)}
              upright={layout.upright}
              entry={placed.node.id === entry}
              selected={placed.node.id === selected}
              dim={lit !== undefined && !lit.has(placed.node.id)}
              onPoint={setPointed}
              onSelect={onSelect}
              onKey={onKey}
            />
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

type ToneName = keyof typeof fills;

const toneOf = (nodes: ReadonlyMap<string, GraphNode>, { edge }: PlacedEdge): ToneName => {
  const target = nodes.get(edge.target);
  return edge.kind === 'hierarchy' || target === undefined ? 'source' : tones[target.type];
};

interface EdgeProps {
  readonly placed: PlacedEdge;
  readonly name: string;
  readonly tone: ToneName;
  readonly dim: boolean;
  readonly onPoint: (pointed: Pointed | undefined) => void;
}

const Edge = ({ placed, name, tone, dim, onPoint }: EdgeProps) => {
  const { edge, path, width } = placed;
  return (
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
      <path
        d={path}
        fill="none"
        strokeWidth={width}
        className={classNames(
          'transition-opacity',
          strokes[tone],
          dim ? 'opacity-5' : 'opacity-30 hover:opacity-60',
        )}
        {...(edge.status === 'pending' ? { strokeDasharray: '6 4' } : {})}
      />
      <path d={path} fill="none" stroke="transparent" strokeWidth={Math.max(14, width)} />
    </g>
  );
};

interface NodeProps {
  readonly placed: PlacedNode;
  readonly label: Label | undefined;
  readonly upright: boolean;
  readonly entry: boolean;
  readonly selected: boolean;
  readonly dim: boolean;
  readonly onPoint: (pointed: Pointed | undefined) => void;
  readonly onSelect: (id: string) => void;
  readonly onKey: (event: KeyboardEvent, id: string) => void;
}

const Node = ({ placed, label, upright, entry, selected, dim, onPoint, onSelect, onKey }: NodeProps) => {
  const { node, x, y, width, height } = placed;
  const tone = tones[node.type];
  return (
    <g
      className={classNames('group cursor-pointer transition-opacity', dim && 'opacity-25')}
      onClick={() => {
        onSelect(selected ? '' : node.id);
      }}
      onPointerEnter={() => {
        onPoint({ kind: 'node', placed });
      }}
      onPointerLeave={() => {
        onPoint(undefined);
      }}
    >
      <g
        role="button"
        tabIndex={entry ? 0 : -1}
        data-node={node.id}
        aria-pressed={selected}
        aria-label={`${typeWords[node.type]} ${node.label}, ${statusWords[node.status].word}`}
        className="outline-none"
        onKeyDown={(event) => {
          onKey(event, node.id);
        }}
        onFocus={() => {
          onPoint({ kind: 'node', placed });
        }}
        onBlur={() => {
          onPoint(undefined);
        }}
      >
        <rect x={x - 14} y={y - 6} width={width + 28} height={height + 12} fill="transparent" />
        <rect
          x={x}
          y={y}
          width={width}
          height={height}
          rx={2}
          className={classNames(
            fills[tone],
            'group-has-focus-visible:stroke-ink group-has-focus-visible:stroke-2',
            selected && 'stroke-ink stroke-2',
            node.status === 'unmapped' && 'opacity-50',
          )}
        />
      </g>
      {label !== undefined && <Pill label={label} upright={upright} tone={tone} selected={selected} />}
    </g>
  );
};

interface PillProps {
  readonly label: Label;
  readonly upright: boolean;
  readonly tone: ToneName;
  readonly selected: boolean;
}

/** Seen beside the node; readers have the node's own name, which is never cut. */
const Pill = ({ label, upright, tone, selected }: PillProps) => {
  const { text, x, y, width, height, fontSize, lead, placed } = label;
  const box = upright ? { x: y, y: x, width: height, height: width } : { x, y, width, height };
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  // The text stands in what the robot leaves free; a turned pill begins at its lower end.
  const [tx, ty] = upright ? [cx, cy - lead / 2] : [cx + lead / 2, cy];
  const trouble = !['ok', 'unmapped'].includes(placed.node.status);
  return (
    <g aria-hidden>
      <rect
        {...box}
        rx={height / 2}
        strokeWidth={1.5}
        className={classNames(
          'fill-panel group-has-focus-visible:stroke-ink',
          selected ? 'stroke-ink' : strokes[tone],
        )}
        {...(trouble ? { strokeDasharray: '3 2' } : {})}
      />
      <text
        x={tx}
        y={ty}
        fontSize={fontSize}
        textAnchor="middle"
        dominantBaseline="central"
        className="pointer-events-none fill-ink font-medium"
        {...(upright ? { transform: `rotate(-90 ${String(tx)} ${String(ty)})` } : {})}
      >
        {text}
      </text>
      {lead > 0 && <AgentRobot x={upright ? cx : box.x + 4} y={upright ? box.y + box.height - 4 : cy} />}
    </g>
  );
};
