/** The shapes of the DCL graph: source → table → ontology → agent. */

export const graphNodeTypes = ['source_parent', 'table', 'ontology', 'agent'] as const;
export type GraphNodeType = (typeof graphNodeTypes)[number];

/** A node of the DCL graph; its depth places it in a layer, whatever its edges. */
export interface GraphNode {
  readonly id: string;
  readonly type: GraphNodeType;
  readonly depth: 0 | 1 | 2 | 3;
  readonly label: string;
  readonly parent: string | null;
  readonly connection_id: string | null;
  readonly system: string | null;
  /** `ok`; `pending`: a ticket is open; `unmapped`: nothing is taken from it; else the connection's own trouble. */
  readonly status: 'ok' | 'pending' | 'unmapped' | 'stale' | 'degraded' | 'broken' | 'paused';
  /** What the trouble of a stale, degraded or broken source is; null for all others. */
  readonly reason: string | null;
  readonly fields: number;
  readonly mapped_fields: number;
  /** More than one where the tables of a source stand as one node. */
  readonly tables: number;
  /** Live records of a table, over all entities, or of an entity; null where nobody has counted them. */
  readonly records: number | null;
}

export interface GraphField {
  /** Columns on the near side. */
  readonly from: readonly string[];
  /** Field on the far side; null where a column only belongs to its table. */
  readonly to: string | null;
  readonly confidence: number | null;
  readonly pending: boolean;
}

export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly kind: 'hierarchy' | 'dataflow';
  /** At most `fieldsTold`; `field_count` says how many there are. */
  readonly fields: readonly GraphField[];
  readonly field_count: number;
  readonly records: number | null;
  /** The lowest among its fields; null where no repair gave any of them its form. */
  readonly confidence: number | null;
  readonly status: 'ok' | 'pending';
}

export interface DclGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Sources whose tables stand as one node, so that the graph stays readable. */
  readonly grouped_sources: number;
  /** Sources, with all of theirs, that the limit left out. */
  readonly left_out_sources: number;
}

/** Live records by table and entity, keyed as `countKey` says. */
export type RecordCounts = ReadonlyMap<string, number>;
export const countKey = (slug: string, stream: string, entity: string): string =>
  `${slug}/${stream}#${entity}`;

/** An edge with its lowest confidence; fields beyond the limit are counted and not listed. */
export const edgeBetween = (
  edge: Pick<GraphEdge, 'source' | 'target' | 'kind' | 'records'>,
  fields: readonly GraphField[],
  fieldLimit: number,
): GraphEdge => {
  const known = fields.flatMap(({ confidence }) => confidence ?? []);
  return {
    ...edge,
    id: `${edge.source} > ${edge.target}`,
    fields: fields.slice(0, fieldLimit),
    field_count: fields.length,
    confidence: known.length === 0 ? null : Math.min(...known),
    status: fields.some(({ pending }) => pending) ? 'pending' : 'ok',
  };
};
