import { countWords, percentWords, plural, reasonWords } from '../../lib/words';
import { fieldWords, statusWords, typeWords } from './graph-words';
import type { Graph, Layout, PlacedEdge, PlacedNode } from './layout';

export type Pointed =
  | { readonly kind: 'node'; readonly placed: PlacedNode }
  | { readonly kind: 'edge'; readonly placed: PlacedEdge };

interface GraphTooltipProps {
  readonly pointed: Pointed;
  readonly graph: Graph;
  readonly layout: Layout;
}

/** As many as fit; the panel of a chosen node has all of them. */
const fieldsTold = 60;
const width = 320;

/** Beside what is pointed at, inside the drawing: source, table and all their fields. */
export const GraphTooltip = ({ pointed, graph, layout }: GraphTooltipProps) => {
  const { x, y } = pointed.placed;
  const left = Math.max(4, Math.min(layout.width - width - 4, x + 24));
  const low = y > layout.height / 2;
  return (
    <div
      role="tooltip"
      style={{
        left,
        width: Math.min(width, layout.width - 8),
        ...(low ? { bottom: Math.max(4, layout.height - y + 12) } : { top: y + 28 }),
      }}
      className="enter pointer-events-none absolute z-20 max-h-80 overflow-hidden rounded-xl border border-line bg-panel p-3 text-xs shadow-card"
    >
      {pointed.kind === 'node' ? (
        <NodeWords {...pointed.placed} graph={graph} />
      ) : (
        <EdgeWords {...pointed.placed} graph={graph} />
      )}
    </div>
  );
};

const nameOf = (graph: Graph, id: string): string => graph.nodes.find((node) => node.id === id)?.label ?? id;

const NodeWords = ({ node, graph }: Pick<PlacedNode, 'node'> & { readonly graph: Graph }) => (
  <>
    <p className="text-sm font-medium [overflow-wrap:anywhere]">{node.label}</p>
    <p className="text-muted">
      {typeWords[node.type]}
      {node.parent !== null && ` of ${nameOf(graph, node.parent)}`} · {statusWords[node.status].word}
    </p>
    {node.reason !== null && (
      <p className="mt-1.5 text-danger [overflow-wrap:anywhere]">{reasonWords(node.reason)}</p>
    )}
    <p className="mt-1.5">
      {node.type === 'agent'
        ? `Reads ${plural(node.fields, 'view column')}`
        : `${countWords(node.mapped_fields)} of ${plural(node.fields, 'field')} mapped`}
      {node.records !== null &&
        ` · ${countWords(node.records)}${node.records >= graph.counted_up_to ? '+' : ''} records`}
      {node.golden !== null && ` · ${countWords(node.golden)} golden`}
    </p>
  </>
);

const EdgeWords = ({ edge, graph }: Pick<PlacedEdge, 'edge'> & { readonly graph: Graph }) => (
  <>
    <p className="text-sm font-medium [overflow-wrap:anywhere]">
      {nameOf(graph, edge.source)} → {nameOf(graph, edge.target)}
    </p>
    <p className="text-muted">
      {plural(edge.field_count, 'field')}
      {edge.confidence !== null && ` · at least ${percentWords(edge.confidence)} sure`}
      {edge.status === 'pending' && ' · waits for a ticket'}
    </p>
    <p className="mt-1.5 [overflow-wrap:anywhere]">
      {edge.fields.slice(0, fieldsTold).map(fieldWords).join(', ')}
      {edge.field_count > fieldsTold && ` and ${countWords(edge.field_count - fieldsTold)} more`}
    </p>
  </>
);
