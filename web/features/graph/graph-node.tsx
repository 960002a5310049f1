import { memo } from 'react';
import type { KeyboardEvent } from 'react';
import { classNames } from '../../ui/class-names';
import { AgentRobot } from './agent-robot';
import { nodeName } from './graph-words';
import type { Pointed } from './graph-tooltip';
import type { Label } from './labels';
import type { GraphNode, Layout, PlacedNode } from './layout';

export type ToneName = 'source' | 'ontology' | 'agent';

const tones: Readonly<Record<GraphNode['type'], ToneName>> = {
  source_parent: 'source',
  table: 'source',
  ontology: 'ontology',
  agent: 'agent',
};
export const toneOfNode = ({ type }: GraphNode): ToneName => tones[type];

const fills = { source: 'fill-source', ontology: 'fill-ontology', agent: 'fill-agent' } as const;
export const strokes = {
  source: 'stroke-source',
  ontology: 'stroke-ontology',
  agent: 'stroke-agent',
} as const;

/** Hatched are nodes of sources in trouble: in red those that fail, in amber those that are not read on time. */
const hatches = {
  stale: { id: 'graph-hatch-late', fill: 'fill-warn', stroke: 'stroke-warn' },
  degraded: { id: 'graph-hatch', fill: 'fill-danger', stroke: 'stroke-danger' },
  broken: { id: 'graph-hatch', fill: 'fill-danger', stroke: 'stroke-danger' },
} as const;
type Trouble = keyof typeof hatches;
const isTrouble = (status: string): status is Trouble => status in hatches;

/** What nodes of sources are filled with that fail, or are not read on time. */
export const Hatch = () => (
  <defs>
    {[hatches.stale, hatches.broken].map(({ id, fill }) => (
      <pattern
        key={id}
        id={id}
        width={6}
        height={6}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width={6} height={6} className="fill-panel" />
        <rect width={3} height={6} className={fill} />
      </pattern>
    ))}
  </defs>
);

interface NodeHandlers {
  readonly onPoint: (pointed: Pointed | undefined) => void;
  /** Told which node the keyboard is at, as its ring is to be seen; undefined once it is at none. */
  readonly onFocus: (id: string | undefined) => void;
  readonly onSelect: (id: string) => void;
  readonly onKey: (event: KeyboardEvent, id: string) => void;
}

interface NodeProps extends NodeHandlers, Omit<NodeLookProps, 'focused'> {
  readonly entry: boolean;
}

const Node = memo(
  ({ placed, label, upright, entry, selected, onPoint, onFocus, onSelect, onKey }: NodeProps) => {
    const { node, x, y, width, height } = placed;
    return (
      <g
        className="cursor-pointer"
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
          aria-label={nodeName(node)}
          className="outline-none"
          onKeyDown={(event) => {
            onKey(event, node.id);
          }}
          onFocus={({ currentTarget }) => {
            onPoint({ kind: 'node', placed });
            if (currentTarget.matches(':focus-visible')) onFocus(node.id);
          }}
          onBlur={() => {
            onPoint(undefined);
            onFocus(undefined);
          }}
        >
          <rect x={x - 14} y={y - 6} width={width + 28} height={height + 12} fill="transparent" />
          <Bar placed={placed} strong={selected} />
        </g>
        {label !== undefined && <Pill label={label} upright={upright} strong={selected} />}
      </g>
    );
  },
);

interface NodesProps extends NodeHandlers {
  readonly layout: Layout;
  readonly labels: ReadonlyMap<PlacedNode, Label>;
  /** The one that Tab goes to. */
  readonly entry: string;
  readonly selected: string;
}

/** All nodes of a drawing; none is drawn anew when one of them is pointed at. */
export const Nodes = memo(({ layout, labels, entry, selected, ...handlers }: NodesProps) =>
  layout.nodes.map((placed) => (
    <Node
      key={placed.node.id}
      placed={placed}
      label={labels.get(placed)}
      upright={layout.upright}
      entry={placed.node.id === entry}
      selected={placed.node.id === selected}
      {...handlers}
    />
  )),
);

interface NodeLookProps {
  readonly placed: PlacedNode;
  readonly label: Label | undefined;
  readonly upright: boolean;
  readonly selected: boolean;
  /** By keyboard. */
  readonly focused: boolean;
}

/** How a node looks, once more: for those that stand out from the others. */
export const NodeLook = ({ placed, label, upright, selected, focused }: NodeLookProps) => (
  <>
    <Bar placed={placed} strong={selected || focused} />
    {label !== undefined && <Pill label={label} upright={upright} strong={selected || focused} />}
  </>
);

const Bar = ({ placed: { node, x, y, width, height }, strong }: { placed: PlacedNode; strong: boolean }) => {
  const hatch = isTrouble(node.status) ? hatches[node.status] : undefined;
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      rx={2}
      {...(hatch === undefined ? {} : { fill: `url(#${hatch.id})` })}
      className={classNames(
        hatch?.stroke ?? fills[toneOfNode(node)],
        strong && 'stroke-ink stroke-2',
        node.status === 'unmapped' && 'opacity-50',
      )}
    />
  );
};

interface PillProps {
  readonly label: Label;
  readonly upright: boolean;
  readonly strong: boolean;
}

/** Seen beside the node; readers have the node's own name, which is never cut. */
const Pill = ({ label, upright, strong }: PillProps) => {
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
        className={classNames('fill-panel', strong ? 'stroke-ink' : strokes[toneOfNode(placed.node)])}
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
