import type { LineageSource, LineageTable } from '../../../domain/lineage/catalogue.ts';
import { ColumnsOf } from '../../../domain/lineage/columns-of.ts';
import { targetsOf } from '../../../domain/lineage/coverage.ts';
import type { Lineage } from '../../../domain/lineage/lineage.ts';
import { nodeId } from '../../../domain/lineage/node-id.ts';
import { byCodeUnit } from '../../../domain/schema/code-units.ts';
import { sourceTables, sourceTablesQuery } from '../../contract/ontology.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';

interface Listed {
  readonly source: LineageSource;
  readonly table: LineageTable;
  readonly targets: ReadonlyMap<string, readonly string[]>;
}

export const getSourceTables = endpoint({
  id: 'listSourceTables',
  method: 'get',
  path: '/dcl/ontology/sources',
  tag: 'dcl',
  summary: 'Every table of every source with its columns and the canonical fields that they give values to',
  role: 'viewer',
  query: sourceTablesQuery,
  replies: { 200: sourceTables },
  handle: async ({ caller, query, transaction }, { cursors, lineages }) => {
    const { catalogue, lineage } = await lineages.of(transaction);
    const sources = new Map(catalogue.sources.map((source) => [source.slug, source]));
    const wanted = query.q?.toLowerCase() ?? '';
    const listed = catalogue.tables
      .flatMap((table): Listed[] => {
        const source = sources.get(table.slug);
        return source === undefined ? [] : [{ source, table, targets: targetsOf(table) }];
      })
      .filter(
        ({ source }) => query.connection_id === undefined || source.connectionId === query.connection_id,
      )
      .filter(({ table, targets }) => query.unmapped === undefined || targets.size < table.columns.length)
      .filter(({ table }) => holds(table, wanted))
      .sort((a, b) => byCodeUnit(placeOf(a), placeOf(b)));
    const { rows, page } = await paginate(cursors, {
      name: 'source tables',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: Listed) => [placeOf(row)],
      fetch: (after, limit) => {
        const behind = after === undefined ? '' : String(after[0]);
        return Promise.resolve(listed.filter((each) => placeOf(each) > behind).slice(0, limit));
      },
    });
    return { status: 200, body: { data: rows.map((row) => tableView(row, lineage)), page } };
  },
});

const placeOf = ({ table }: Listed): string => `${table.slug}/${table.stream}`;

const holds = ({ object, columns }: LineageTable, wanted: string): boolean =>
  object.toLowerCase().includes(wanted) || columns.some(({ name }) => name.toLowerCase().includes(wanted));

const tableView = ({ source, table, targets }: Listed, lineage: Lineage) => {
  const { slug, stream, object, columns, mappings } = table;
  const state = new ColumnsOf(table);
  return {
    id: nodeId.table(slug, stream),
    connection_id: source.connectionId,
    connection_slug: slug,
    connection_name: source.name,
    system: source.system,
    object,
    entities: mappings.map(({ mapping }) => mapping.entity),
    columns: columns.map(({ name, type, nullable }) => {
      const id = nodeId.column(slug, stream, name);
      return {
        id,
        name,
        type,
        nullable,
        lost: state.isLost(name),
        uses: [...(lineage.nodes.get(id)?.uses ?? [])],
        targets: [...(targets.get(name) ?? [])],
      };
    }),
    column_count: columns.length,
    mapped_count: columns.filter(({ name }) => targets.has(name)).length,
  };
};
