import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { CanonicalField } from '../canonical/field.ts';
import { entities } from '../mapping/types.ts';
import type { Entity, FieldRule } from '../mapping/types.ts';
import { byCodeUnit } from '../schema/code-units.ts';
import { inOrder } from './catalogue.ts';
import type { AgentReads, LineageCatalogue, LineageSource, LineageTable, TableMapping } from './catalogue.ts';
import { ColumnsOf } from './columns-of.ts';
import { formerPaths, usedPaths } from './lineage.ts';
import type { ColumnUse, Lineage, LineageEdge, LineageNode, NodeState } from './lineage.ts';
import { nodeId } from './node-id.ts';
import { idColumn, viewNames } from '../dcl/views.ts';

const depths = { column: 0, rule: 1, field: 2, view_column: 3, agent: 4 } as const;

type Plain = Pick<LineageNode, 'id' | 'kind' | 'depth' | 'label' | 'path'> & Partial<LineageNode>;

/**
 * The column-level lineage of a tenant: source column → mapping rule → canonical field → view column → agent. Nodes come in
 * a stable order, and edges only lead to a larger depth, so that there is no cycle.
 */
export const buildLineage = (catalogue: LineageCatalogue): Lineage => {
  const builder = new Builder();
  for (const entity of entities) builder.addEntity(entity);
  const { sources, tables, agents } = inOrder(catalogue);
  for (const source of sources) builder.addSource(source);
  const bySlug = new Map(sources.map((source) => [source.slug, source]));
  for (const table of tables) {
    const source = bySlug.get(table.slug);
    if (source !== undefined) builder.addTable(source, table);
  }
  for (const agent of agents) builder.addAgent(agent);
  return builder.finish();
};

class Builder {
  readonly #nodes = new Map<string, LineageNode>();
  readonly #edges = new Map<string, LineageEdge>();

  addEntity(entity: Entity): void {
    const { title, fields } = canonicalEntities[entity];
    const view = viewNames[entity];
    const held = { entity: nodeId.entity(entity), view: nodeId.view(view) };
    this.#add({ id: held.entity, kind: 'entity', depth: depths.field, label: title, path: title });
    this.#add({ id: held.view, kind: 'view', depth: depths.view_column, label: view, path: view });
    for (const field of fields) this.#addField(entity, field);
    const id = idColumn(entity);
    this.#add({
      id: nodeId.viewColumn(view, id),
      kind: 'view_column',
      depth: depths.view_column,
      label: id,
      path: `${view} / ${id}`,
      within: held.view,
      type: 'text',
    });
  }

  #addField(entity: Entity, { name, type }: CanonicalField): void {
    const view = viewNames[entity];
    const [field, column] = [nodeId.field(entity, name), nodeId.viewColumn(view, name)];
    this.#add({
      id: field,
      kind: 'field',
      depth: depths.field,
      label: name,
      path: `${canonicalEntities[entity].title} / ${name}`,
      within: nodeId.entity(entity),
      type,
    });
    this.#add({
      id: column,
      kind: 'view_column',
      depth: depths.view_column,
      label: name,
      path: `${view} / ${name}`,
      within: nodeId.view(view),
      type,
    });
    this.#connect(field, column, false);
  }

  addSource({ slug, name, system, connectionId }: LineageSource): void {
    this.#add({
      id: nodeId.source(slug),
      kind: 'source',
      depth: depths.column,
      label: name,
      path: name,
      type: system,
      connection_id: connectionId,
    });
  }

  addTable(source: LineageSource, table: LineageTable): void {
    const id = nodeId.table(table.slug, table.stream);
    const columns = new ColumnsOf(table);
    const uses = usesOf(table, columns);
    const place = { source, table, path: `${source.name} / ${table.object}`, columns, uses };
    this.#add({
      id,
      kind: 'table',
      depth: depths.column,
      label: table.object,
      path: place.path,
      within: nodeId.source(table.slug),
      connection_id: source.connectionId,
      state: table.mappings.length === 0 ? 'unused' : table.lost.length > 0 ? 'pending' : 'ok',
    });
    for (const { name } of table.columns) this.#addColumn(place, name, 'unused');
    for (const mapping of table.mappings) this.#addMapping(place, mapping);
  }

  #addMapping(place: Place, mapped: TableMapping): void {
    const { fields } = mapped.mapping;
    for (const [, path] of usedPaths(mapped.mapping))
      this.#addColumn(place, place.columns.nameOf(path), 'ok');
    for (const field of Object.keys(fields)) this.#addRule(place, mapped, field);
  }

  #addRule(place: Place, mapped: TableMapping, field: string): void {
    const { table, source, columns } = place;
    const { entity, fields } = mapped.mapping;
    const rule = fields[field];
    if (rule === undefined) return;
    const id = nodeId.rule(table.slug, table.stream, entity, field);
    const lost = rule.from.length > 0 && rule.from.every((path) => columns.isLost(path));
    this.#add({
      id,
      kind: 'rule',
      depth: depths.rule,
      label: ruleLabel(rule),
      path: `${place.path} → ${canonicalEntities[entity].title} / ${field}`,
      within: nodeId.table(table.slug, table.stream),
      state: lost ? 'pending' : 'ok',
      connection_id: source.connectionId,
      rule: {
        mapping_version: mapped.mapping.version,
        author: mapped.author,
        from: rule.from,
        transforms: rule.transforms.map(({ name }) => name),
        required: rule.required,
        has_default: rule.default !== undefined,
        confidence: mapped.confidence[field] ?? null,
      },
    });
    for (const path of rule.from)
      this.#connect(this.#addColumn(place, columns.nameOf(path), 'ok'), id, false);
    for (const path of formerPaths(rule)) {
      const name = columns.nameOf(path);
      this.#connect(this.#addColumn(place, name, columns.has(name) ? 'unused' : 'former'), id, true);
    }
    this.#connect(id, nodeId.field(entity, field), false);
  }

  /** The column's node; a state that says more replaces `unused`. */
  #addColumn({ table, source, path, columns, uses }: Place, name: string, state: NodeState): string {
    const id = nodeId.column(table.slug, table.stream, name);
    const known = this.#nodes.get(id);
    if (known !== undefined && (state === 'unused' || known.state !== 'unused')) return id;
    this.#add({
      id,
      kind: 'column',
      depth: depths.column,
      label: name,
      path: `${path} / ${name}`,
      within: nodeId.table(table.slug, table.stream),
      type: table.columns.find((column) => column.name === name)?.type ?? null,
      state: columns.isLost(name) ? 'lost' : state,
      connection_id: source.connectionId,
      uses: uses.get(name) ?? [],
    });
    return id;
  }

  addAgent({ agent, title, reads }: AgentReads): void {
    const id = nodeId.agent(agent);
    this.#add({ id, kind: 'agent', depth: depths.agent, label: title, path: title });
    for (const { entity, columns } of reads) {
      const known = new Set([...canonicalEntities[entity].fields.map(({ name }) => name), idColumn(entity)]);
      for (const column of columns.filter((name) => known.has(name)))
        this.#connect(nodeId.viewColumn(viewNames[entity], column), id, false);
    }
  }

  finish(): Lineage {
    const edges = [...this.#edges.values()];
    const [down, up] = [grouped(edges, 'source'), grouped(edges, 'target')];
    const nodes = new Map<string, LineageNode>();
    const held = new Map<string, string[]>();
    for (const [id, node] of this.#nodes) {
      nodes.set(id, node.kind === 'field' && !up.has(id) ? { ...node, state: 'unfed' } : node);
      if (node.within === null) continue;
      const siblings = held.get(node.within);
      if (siblings === undefined) held.set(node.within, [id]);
      else siblings.push(id);
    }
    return { nodes, edges, down, up, held };
  }

  #add(node: Plain): void {
    this.#nodes.set(node.id, {
      within: null,
      type: null,
      state: 'ok',
      connection_id: null,
      rule: null,
      uses: [],
      ...node,
    });
  }

  #connect(source: string, target: string, former: boolean): void {
    const key = `${source}\n${target}`;
    const known = this.#edges.get(key);
    if (known === undefined || known.former) this.#edges.set(key, { source, target, former });
  }
}

interface Place {
  readonly source: LineageSource;
  readonly table: LineageTable;
  readonly path: string;
  readonly columns: ColumnsOf;
  readonly uses: ReadonlyMap<string, readonly ColumnUse[]>;
}

const usesOf = (table: LineageTable, columns: ColumnsOf): ReadonlyMap<string, readonly ColumnUse[]> => {
  const uses = new Map<string, Set<ColumnUse>>();
  for (const { mapping } of table.mappings) {
    for (const [use, path] of usedPaths(mapping)) {
      const name = columns.nameOf(path);
      uses.set(name, (uses.get(name) ?? new Set()).add(use));
    }
  }
  return new Map([...uses].map(([name, found]) => [name, [...found].sort(byCodeUnit)]));
};

/** What a rule does, in a word: its transforms, or that it copies. */
const ruleLabel = ({ from, transforms }: FieldRule): string => {
  if (transforms.length > 0) return transforms.map(({ name }) => name).join(' · ');
  return from.length === 0 ? 'constant' : 'copy';
};

const grouped = (
  edges: readonly LineageEdge[],
  end: 'source' | 'target',
): ReadonlyMap<string, readonly LineageEdge[]> => {
  const groups = new Map<string, LineageEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group === undefined) groups.set(edge[end], [edge]);
    else group.push(edge);
  }
  return groups;
};
