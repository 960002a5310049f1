import { Fault } from '../../../domain/faults.ts';
import { countKey } from '../../../domain/lineage/graph.ts';
import { removalImpact, repairImpact } from '../../../domain/lineage/impact.ts';
import type { FieldImpact, Impact, ProposedMapping } from '../../../domain/lineage/impact.ts';
import type { LineageNode } from '../../../domain/lineage/lineage.ts';
import { nodeId } from '../../../domain/lineage/node-id.ts';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { countGoldenValues, goldenLookedAt } from '../../../platform/database/repositories/lineage-golden.ts';
import { findRepair } from '../../../platform/database/repositories/repairs.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { impactAnswer, impactQuery } from '../../contract/lineage.ts';
import { endpoint } from '../../endpoint.ts';
import { nodeView } from './node-view.ts';
import type { TenantLineage } from './tenant-lineage.ts';

interface Subject {
  readonly node: LineageNode | null;
  readonly repairId: string | null;
  readonly impact: Impact;
}

export const getImpact = endpoint({
  id: 'getImpact',
  method: 'get',
  path: '/dcl/impact',
  aliases: ['/api/v1/lineage/impact'],
  tag: 'dcl',
  summary:
    'What the removal of a source, table, column or rule, or a proposed repair, would change, before it happens',
  role: 'viewer',
  query: impactQuery,
  replies: { 200: impactAnswer },
  handle: async ({ query, transaction }, { lineages }) => {
    const known = await lineages.of(transaction);
    const { node, repairId, impact } =
      query.node === undefined
        ? await repairSubject(transaction, known, query.repair_id ?? '')
        : removalSubject(known, query.node);
    const { counts, most } = await lineages.counted(transaction);
    const golden = await countGoldenValues(transaction, impact.fields.map(ofConnection(known)));
    const touched = new Map(
      [...impact.fields, ...impact.tables].map((each) => [
        countKey(each.slug, each.stream, each.entity),
        each,
      ]),
    );
    const named = namedIn(known);
    return {
      status: 200,
      body: {
        subject: { node: node === null ? null : nodeView(node), repair_id: repairId },
        fields: impact.fields.map((each, at) => ({
          ...named(each),
          field: each.field,
          effect: each.effect,
          required: each.required,
          before: [...each.before],
          after: [...each.after],
          golden: golden?.[at] ?? null,
        })),
        tables: impact.tables.map((each) => ({ ...named(each), before: each.before, after: each.after })),
        records: [...touched].map(([key, each]) => ({ ...named(each), records: counts.get(key) ?? 0 })),
        columns: impact.columns.map((column) => ({ ...column })),
        agents: impact.agents.map((agent) => ({ ...agent, columns: [...agent.columns] })),
        counted_up_to: most,
        golden_counted_up_to: goldenLookedAt,
      },
    };
  },
});

type OfTable = Pick<FieldImpact, 'slug' | 'stream' | 'entity'>;

const namedIn = ({ catalogue }: TenantLineage) => {
  const objects = new Map(catalogue.tables.map(({ slug, stream, object }) => [`${slug}/${stream}`, object]));
  return ({ slug, stream, entity }: OfTable) => ({
    table_id: nodeId.table(slug, stream),
    slug,
    object: objects.get(`${slug}/${stream}`) ?? stream,
    entity,
  });
};

const ofConnection = ({ catalogue }: TenantLineage) => {
  const ids = new Map(catalogue.sources.map(({ slug, connectionId }) => [slug, connectionId]));
  return ({ slug, stream, entity, field }: FieldImpact) => ({
    connectionId: ids.get(slug) ?? '',
    stream,
    entity,
    field,
  });
};

const removalSubject = ({ catalogue, lineage }: TenantLineage, id: string): Subject => {
  const [node, impact] = [lineage.nodes.get(id), removalImpact(catalogue, id)];
  if (node === undefined || impact === undefined)
    throw new Fault('not_found', `There is no source, table, column or rule ${id}`);
  return { node, repairId: null, impact };
};

const repairSubject = async (
  transaction: TenantTransaction,
  { catalogue }: TenantLineage,
  repairId: string,
): Promise<Subject> => {
  const repair = await findRepair(transaction, repairId);
  const source = catalogue.sources.find(({ connectionId }) => connectionId === repair?.connection_id);
  const table = catalogue.tables.find(
    ({ slug, object }) => slug === source?.slug && object === repair?.object,
  );
  if (repair === undefined || table === undefined)
    throw new Fault('not_found', `There is no repair ${repairId} of a table that is still there`);
  const proposed = repair.mappings.map(({ entity, document, changes }): ProposedMapping => ({
    entity: entity as Entity,
    mapping: document === null ? null : parseMapping(document),
    found: changes.flatMap(({ selected, found }) => (selected ? found : [])),
  }));
  const impact = repairImpact(catalogue, table, proposed);
  if (impact === undefined) throw new Fault('not_found', `The table of repair ${repairId} is gone`);
  return { node: null, repairId, impact };
};
