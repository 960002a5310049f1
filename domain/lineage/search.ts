import type { Lineage, LineageNode } from './lineage.ts';
import type { NodeKind } from './node-id.ts';

export interface Found {
  readonly nodes: readonly LineageNode[];
  /** Hits in all. */
  readonly total: number;
}

const words = (text: string): readonly string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** 0 for the label itself, 1 for its beginning, 2 for a part of it, 3 for what holds it; undefined where it does not fit. */
const rankOf = ({ label, path }: LineageNode, wanted: readonly string[]): number | undefined => {
  const [name, whole] = [label.toLowerCase(), path.toLowerCase()];
  if (!wanted.every((word) => whole.includes(word))) return undefined;
  const phrase = wanted.join(' ');
  if (name === phrase) return 0;
  if (name.startsWith(phrase)) return 1;
  return wanted.every((word) => name.includes(word)) ? 2 : 3;
};

/**
 * Nodes whose name, with the names of what holds them, has every word of the query: the best hits first, otherwise in the
 * lineage's order. Rules are named by what they make, so they are found only where they are asked for.
 */
export const searchLineage = (
  { nodes }: Lineage,
  {
    query,
    kind,
    limit,
  }: { readonly query: string; readonly kind: NodeKind | undefined; readonly limit: number },
): Found => {
  const wanted = words(query);
  const hits: { readonly node: LineageNode; readonly rank: number }[] = [];
  for (const node of nodes.values()) {
    if (kind === undefined ? node.kind === 'rule' : node.kind !== kind) continue;
    const rank = rankOf(node, wanted);
    if (rank !== undefined) hits.push({ node, rank });
  }
  hits.sort((a, b) => a.rank - b.rank);
  return { nodes: hits.slice(0, limit).map(({ node }) => node), total: hits.length };
};
