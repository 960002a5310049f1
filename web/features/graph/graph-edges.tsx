import { memo } from 'react';
import { strokes, toneOfNode } from './graph-node';
import type { ToneName } from './graph-node';
import { edgeName } from './graph-words';
import type { GraphNode, PlacedEdge } from './layout';

interface EdgesProps {
  readonly edges: readonly PlacedEdge[];
  /** By id. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Readers hear of each by its name. */
  readonly named?: boolean;
}

const toneOf = (nodes: ReadonlyMap<string, GraphNode>, { edge }: PlacedEdge): ToneName => {
  const target = nodes.get(edge.target);
  return edge.kind === 'hierarchy' || target === undefined ? 'source' : toneOfNode(target);
};

/**
 * Hundreds of lines. Each stroke is let through, not each element: as many layers of their own would be painted slowly. None of them
 * meets the pointer: which one is meant is worked out.
 */
export const Edges = memo(({ edges, nodes, named = false }: EdgesProps) =>
  edges.map((placed) => (
    <path
      key={placed.edge.id}
      d={placed.path}
      fill="none"
      strokeWidth={placed.width}
      strokeOpacity={0.3}
      className={strokes[toneOf(nodes, placed)]}
      {...(named ? { role: 'img', 'aria-label': edgeName(nodes, placed.edge) } : {})}
      {...(placed.edge.status === 'pending' ? { strokeDasharray: '6 4' } : {})}
    />
  )),
);
