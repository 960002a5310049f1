import { canonicalEntities } from '../canonical/canonical-entities.ts';
import { entities } from '../mapping/types.ts';
import type { Entity } from '../mapping/types.ts';
import { inOrder } from './catalogue.ts';
import type { AgentReads, LineageCatalogue, LineageSource, LineageTable, TableMapping } from './catalogue.ts';
import { ColumnsOf } from './columns-of.ts';
import { countKey, edgeBetween } from './graph.ts';
import type { DclGraph, GraphEdge, GraphField, GraphNode, RecordCounts } from './graph.ts';
import { nodeId } from './node-id.ts';
import { idColumn, viewNames } from '../dcl/views.ts';

export interface GraphOptions {
  readonly counts: RecordCounts;
  /** Nodes above which the tables of each source are grouped. */
  readonly nodeLimit: number;
  /** Fields listed on an edge. */
  readonly fieldLimit: number;
  /** Slugs of sources whose tables stand as one node, however few there are. */
  readonly collapsed?: ReadonlySet<string>;
  /** Slugs of sources whose tables stand each by itself, also above the limit. */
  readonly expanded?: ReadonlySet<string>;
}

/** The DCL graph: source → table → ontology → agent. Nodes and edges come in a stable order; every edge's ends exist. */
export const buildGraph = (catalogue: LineageCatalogue, options: GraphOptions): DclGraph => {
  const { sources, tables, agents } = inOrder(catalogue);
  const shown = sources.slice(0, Math.max(1, Math.floor((options.nodeLimit - 10) / 2)));
  const slugs = new Set(shown.map(({ slug }) => slug));
  const kept = tables.filter(({ slug }) => slugs.has(slug));
  const grouped = shown.length + kept.length + entities.length + agents.length > options.nodeLimit;
  const read = new Set(agents.flatMap(({ reads }) => reads.map(({ entity }) => entity)));
  const fed = new Set(kept.flatMap(({ mappings }) => mappings.map(({ mapping }) => mapping.entity)));
  const used = entities.filter((entity) => fed.has(entity) || read.has(entity));
  const isOne = ({ slug }: LineageSource): boolean =>
    grouped ? options.expanded?.has(slug) !== true : options.collapsed?.has(slug) === true;
  const bundles = shown.flatMap((source) => bundlesOf(source, kept, isOne(source)));
  return {
    nodes: [
      ...shown.map((source) => sourceNode(source, kept)),
      ...bundles.map((bundle) => tableNode(bundle, options)),
      ...used.map((entity) => entityNode(entity, kept, options)),
      ...agents.map(agentNode),
    ],
    edges: [
      ...bundles.map((bundle) => hierarchyEdge(bundle, options)),
      ...bundles.flatMap((bundle) => entityEdges(bundle, options)),
      ...agents.flatMap((agent) => agentEdges(agent, options)),
    ],
    grouped_sources: grouped ? bundles.filter(({ tables: inside }) => inside.length > 1).length : 0,
    left_out_sources: sources.length - shown.length,
  };
};

/** One table, or all tables of a source, as one node. */
interface Bundle {
  readonly id: string;
  readonly label: string;
  readonly source: LineageSource;
  readonly tables: readonly LineageTable[];
}

/** The nodes of a source's tables: each its own, or all of them one. A table that is alone is never hidden behind a count. */
const bundlesOf = (
  source: LineageSource,
  tables: readonly LineageTable[],
  asOne: boolean,
): readonly Bundle[] => {
  const inside = tables.filter(({ slug }) => slug === source.slug);
  if (asOne && inside.length > 1)
    return [{ id: `tables:${source.slug}`, label: `${inside.length} tables`, source, tables: inside }];
  return inside.map((table) => ({
    id: nodeId.table(table.slug, table.stream),
    label: table.object,
    source,
    tables: [table],
  }));
};

const mappedColumns = (table: LineageTable): number => {
  const columns = new ColumnsOf(table);
  const read = table.mappings.flatMap(({ mapping }) =>
    Object.values(mapping.fields).flatMap(({ from }) => from.map((path) => columns.nameOf(path))),
  );
  return new Set(read.filter((name) => columns.has(name))).size;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const sourceNode = (source: LineageSource, tables: readonly LineageTable[]): GraphNode => {
  const own = tables.filter(({ slug }) => slug === source.slug);
  const { status } = source;
  const ails = status === 'stale' || status === 'degraded' || status === 'broken';
  return {
    id: nodeId.source(source.slug),
    type: 'source_parent',
    depth: 0,
    label: source.name,
    parent: null,
    connection_id: source.connectionId,
    system: source.system,
    status: status === 'new' || status === 'active' ? 'ok' : status,
    reason: ails ? source.reason : null,
    fields: sum(own.map(({ columns }) => columns.length)),
    mapped_fields: sum(own.map(mappedColumns)),
    tables: own.length,
    records: null,
  };
};

const recordsOf = (tables: readonly LineageTable[], entity: Entity | undefined, counts: RecordCounts) => {
  const found = tables.flatMap(({ slug, stream, mappings }) =>
    mappings
      .filter(({ mapping }) => entity === undefined || mapping.entity === entity)
      .flatMap(({ mapping }) => counts.get(countKey(slug, stream, mapping.entity)) ?? []),
  );
  return found.length === 0 ? null : sum(found);
};

const tableNode = ({ id, label, source, tables }: Bundle, { counts }: GraphOptions): GraphNode => ({
  id,
  type: 'table',
  depth: 1,
  label,
  parent: nodeId.source(source.slug),
  connection_id: source.connectionId,
  system: source.system,
  status: tables.every(({ mappings }) => mappings.length === 0)
    ? 'unmapped'
    : tables.some(({ ticketId, mappings }) => ticketId !== null && mappings.length > 0)
      ? 'pending'
      : 'ok',
  reason: null,
  fields: sum(tables.map(({ columns }) => columns.length)),
  mapped_fields: sum(tables.map(mappedColumns)),
  tables: tables.length,
  records: recordsOf(tables, undefined, counts),
});

const entityNode = (entity: Entity, tables: readonly LineageTable[], { counts }: GraphOptions): GraphNode => {
  const { title, fields } = canonicalEntities[entity];
  const fed = new Set(
    tables.flatMap(({ mappings }) =>
      mappings.flatMap(({ mapping }) => (mapping.entity === entity ? Object.keys(mapping.fields) : [])),
    ),
  );
  return {
    id: nodeId.entity(entity),
    type: 'ontology',
    depth: 2,
    label: title,
    parent: null,
    connection_id: null,
    system: null,
    status: fed.size === 0 ? 'unmapped' : 'ok',
    reason: null,
    fields: fields.length,
    mapped_fields: fed.size,
    tables: tables.filter(({ mappings }) => mappings.some(({ mapping }) => mapping.entity === entity)).length,
    records: recordsOf(tables, entity, counts),
  };
};

const agentNode = ({ agent, title, reads }: AgentReads): GraphNode => ({
  id: nodeId.agent(agent),
  type: 'agent',
  depth: 3,
  label: title,
  parent: null,
  connection_id: null,
  system: null,
  status: 'ok',
  reason: null,
  fields: sum(reads.map(({ columns }) => columns.length)),
  mapped_fields: sum(reads.map(({ columns }) => columns.length)),
  tables: 0,
  records: null,
});

const hierarchyEdge = ({ id, source, tables }: Bundle, { counts, fieldLimit }: GraphOptions): GraphEdge => {
  const fields = tables.flatMap((table) => {
    const columns = new ColumnsOf(table);
    return table.columns.map(({ name }) => ({
      from: [name],
      to: null,
      confidence: null,
      pending: columns.isLost(name),
    }));
  });
  const records = recordsOf(tables, undefined, counts);
  return edgeBetween(
    { source: nodeId.source(source.slug), target: id, kind: 'hierarchy', records },
    fields,
    fieldLimit,
  );
};

const entityEdges = ({ id, tables }: Bundle, { counts, fieldLimit }: GraphOptions): readonly GraphEdge[] =>
  entities.flatMap((entity) => {
    const mapped = tables.flatMap((table) =>
      table.mappings
        .filter(({ mapping }) => mapping.entity === entity)
        .flatMap((mapping) => mappedFields(table, mapping)),
    );
    if (mapped.length === 0) return [];
    const records = recordsOf(tables, entity, counts);
    return [
      edgeBetween(
        { source: id, target: nodeId.entity(entity), kind: 'dataflow', records },
        mapped,
        fieldLimit,
      ),
    ];
  });

const mappedFields = (table: LineageTable, { mapping, confidence }: TableMapping): readonly GraphField[] => {
  const columns = new ColumnsOf(table);
  return Object.entries(mapping.fields).map(([field, { from }]) => ({
    from,
    to: field,
    confidence: confidence[field] ?? null,
    pending: from.length > 0 && from.every((path) => columns.isLost(path)),
  }));
};

const agentEdges = ({ agent, reads }: AgentReads, { fieldLimit }: GraphOptions): readonly GraphEdge[] =>
  reads.map(({ entity, columns }) => {
    const known = new Set([...canonicalEntities[entity].fields.map(({ name }) => name), idColumn(entity)]);
    const fields = columns
      .filter((column) => known.has(column))
      .map((column) => ({
        from: [column],
        to: `${viewNames[entity]}.${column}`,
        confidence: null,
        pending: false,
      }));
    const ends = { source: nodeId.entity(entity), target: nodeId.agent(agent) };
    return edgeBetween({ ...ends, kind: 'dataflow', records: null }, fields, fieldLimit);
  });
