import { sql } from 'kysely';
import type {
  LineageColumn,
  LineageSource,
  LineageTable,
  TableMapping,
} from '../../../domain/lineage/catalogue.ts';
import { countKey } from '../../../domain/lineage/graph.ts';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import type { Mapping } from '../../../domain/mapping/types.ts';
import { afterPrefix, recordKeyPrefix, streamName } from '../../../domain/record-keys.ts';
import type { FieldChange } from '../../../domain/repair/repair.ts';
import type { SourceObject } from '../../../domain/schema/types.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { fromActiveMappings } from './streams.ts';

/**
 * A text that differs as soon as anything does that lineage is made of: connections, shapes, active mappings, applied
 * repairs, open tickets. Made of versions, not of times, which say nothing of transactions that were open meanwhile.
 */
export const lineageStamp = async ({ db }: TenantTransaction): Promise<string> => {
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws('/',
      (select md5(string_agg(concat_ws(':', connection_id, name, status, status_reason), ',' order by connection_id))
        from au.connections where deleted_at is null),
      (select md5(string_agg(concat_ws(':', connection_id, object, version), ',' order by connection_id, object, version))
        from au.source_schemas),
      (select md5(string_agg(concat_ws(':', connection_id, stream, object), ',' order by connection_id, stream))
        from au.streams),
      (select md5(string_agg(concat_ws(':', connection_id, stream, entity, version), ',' order by connection_id, stream, entity))
        from au.active_mappings),
      (select md5(string_agg(concat_ws(':', drift_event_id, digest, lost), ',' order by drift_event_id))
        from au.drift_events where state <> 'closed'),
      (select count(*) from au.repairs where state = 'applied')
    ) as stamp`.execute(db);
  return rows[0]?.stamp ?? '';
};

/** Sources and tables of a tenant, with their newest shapes, active mappings and open tickets. */
export const readCatalogue = async (
  transaction: TenantTransaction,
): Promise<{ readonly sources: readonly LineageSource[]; readonly tables: readonly LineageTable[] }> => {
  const connections = await transaction.db
    .selectFrom('connections')
    .select(['connection_id', 'slug', 'name', 'system', 'status', 'status_reason as reason'])
    .where('deleted_at', 'is', null)
    .orderBy('slug')
    .execute();
  const shapes = await newestShapes(transaction);
  const streams = await mappedStreams(transaction);
  const tickets = await openLosses(transaction);
  const tables = connections.flatMap(({ connection_id: connectionId, slug }) => {
    const own = streams.filter((stream) => stream.connectionId === connectionId);
    const shapesHere = shapes.get(connectionId) ?? new Map<string, readonly LineageColumn[]>();
    const mapped = new Set(own.map(({ object }) => object));
    const taken = new Set(own.map(({ stream }) => stream));
    const free = [...shapesHere.keys()].filter((object) => !mapped.has(object));
    return [
      ...own.map(({ stream, object, mappings }) => ({ stream, object, mappings })),
      // Another object may have come under the name that a mapped one had before.
      ...free.map((object) => ({ stream: freeName(streamName(object), taken), object, mappings: [] })),
    ].map(({ stream, object, mappings }): LineageTable => {
      const ticket = tickets.get(`${connectionId}/${object}`);
      return {
        slug,
        stream,
        object,
        columns: shapesHere.get(object) ?? [],
        lost: ticket?.lost ?? [],
        ticketId: ticket?.id ?? null,
        mappings,
      };
    });
  });
  const sources = connections.map(({ connection_id: connectionId, ...rest }) => ({ connectionId, ...rest }));
  return { sources, tables };
};

const freeName = (name: string, taken: ReadonlySet<string>): string => (taken.has(name) ? `${name} *` : name);

type Shapes = ReadonlyMap<string, ReadonlyMap<string, readonly LineageColumn[]>>;

const newestShapes = async ({ db }: TenantTransaction): Promise<Shapes> => {
  const rows = await db
    .selectFrom('source_schemas')
    .distinctOn(['connection_id', 'object'])
    .select(['connection_id', 'object', 'document'])
    .orderBy('connection_id')
    .orderBy('object')
    .orderBy('version', 'desc')
    .execute();
  const shapes = new Map<string, Map<string, readonly LineageColumn[]>>();
  for (const { connection_id, object, document } of rows) {
    const { fields } = document as unknown as SourceObject;
    const own = shapes.get(connection_id) ?? new Map<string, readonly LineageColumn[]>();
    own.set(
      object,
      fields.map(({ name, type, nullable }) => ({ name, type, nullable })),
    );
    shapes.set(connection_id, own);
  }
  return shapes;
};

interface MappedStream {
  readonly connectionId: string;
  readonly stream: string;
  readonly object: string;
  readonly mappings: TableMapping[];
}

const mappedStreams = async (transaction: TenantTransaction): Promise<readonly MappedStream[]> => {
  const rows = await fromActiveMappings(transaction)
    .select(['a.connection_id', 'a.stream', 's.object', 'a.entity', 'm.author', 'm.document'])
    .orderBy('a.connection_id')
    .orderBy('a.stream')
    .orderBy('a.entity')
    .execute();
  const repaired = await repairedFields(transaction);
  const streams = new Map<string, MappedStream>();
  for (const { connection_id: connectionId, stream, object, entity, author, document } of rows) {
    const key = `${connectionId}/${stream}`;
    const known = streams.get(key) ?? { connectionId, stream, object, mappings: [] };
    const mapping = parseMapping(document);
    const confidence = confidenceOf(mapping, repaired.get(`${key}#${entity}`) ?? []);
    known.mappings.push({ mapping, author, confidence });
    streams.set(key, known);
  }
  return [...streams.values()];
};

interface RepairedField {
  readonly field: string;
  readonly to_version: number;
  readonly confidence: number;
  readonly after: FieldChange['after'];
}

/** Fields that applied repairs gave a rule to, the oldest first. */
const repairedFields = async ({
  db,
}: TenantTransaction): Promise<ReadonlyMap<string, readonly RepairedField[]>> => {
  const { rows } = await sql<RepairedField & { connection_id: string; stream: string; entity: string }>`
    select r.connection_id, r.stream, m ->> 'entity' as entity, (m ->> 'to_version')::integer as to_version,
      c ->> 'field' as field, (c ->> 'confidence')::double precision as confidence, c -> 'after' as after
    from au.repairs r, jsonb_array_elements(r.mappings) m, jsonb_array_elements(m -> 'changes') c
    where r.state = 'applied' and m ->> 'to_version' is not null
      and c ->> 'part' = 'field' and (c ->> 'selected')::boolean
    order by to_version`.execute(db);
  const fields = new Map<string, RepairedField[]>();
  for (const { connection_id, stream, entity, ...field } of rows) {
    const key = `${connection_id}/${stream}#${entity}`;
    fields.set(key, [...(fields.get(key) ?? []), field]);
  }
  return fields;
};

/** By field, the confidence of the latest repair whose rule is still the active one. */
const confidenceOf = (mapping: Mapping, repaired: readonly RepairedField[]): Record<string, number> => {
  const confidence: Record<string, number> = {};
  for (const { field, to_version, confidence: given, after } of repaired) {
    const rule = mapping.fields[field];
    if (
      to_version <= mapping.version &&
      rule !== undefined &&
      after?.from.join('\n') === rule.from.join('\n')
    )
      confidence[field] = given;
  }
  return confidence;
};

const openLosses = async ({
  db,
}: TenantTransaction): Promise<
  ReadonlyMap<string, { readonly id: string; readonly lost: readonly string[] }>
> => {
  const rows = await db
    .selectFrom('drift_events')
    .select(['connection_id', 'object', 'drift_event_id', 'lost'])
    .where('state', '<>', 'closed')
    .execute();
  return new Map(
    rows.map((row) => [`${row.connection_id}/${row.object}`, { id: row.drift_event_id, lost: row.lost }]),
  );
};

/** Live records by table and entity, each counted up to `most`. */
export const countTableRecords = async (
  { db, tenantId }: TenantTransaction,
  tables: readonly LineageTable[],
  most: number,
): Promise<ReadonlyMap<string, number>> => {
  const ranges = tables.flatMap(({ slug, stream, mappings }) =>
    mappings.map(({ mapping }) => {
      const low = recordKeyPrefix(slug, stream);
      return {
        key: countKey(slug, stream, mapping.entity),
        low,
        high: afterPrefix(low),
        entity: mapping.entity,
      };
    }),
  );
  if (ranges.length === 0) return new Map();
  const { rows } = await sql<{ key: string; records: number }>`
    select p.key, counted.records from unnest(
      ${ranges.map(({ key }) => key)}::text[], ${ranges.map(({ low }) => low)}::text[],
      ${ranges.map(({ high }) => high)}::text[], ${ranges.map(({ entity }) => entity)}::text[]
    ) as p(key, low, high, entity)
    cross join lateral (
      select count(*)::integer as records from (
        select from au.record_state r
        where r.tenant_id = ${tenantId} and r.record_key > p.low and r.record_key < p.high
          and r.entity = p.entity and r.status = 'l' limit ${most}
      ) live
    ) counted`.execute(db);
  return new Map(rows.map(({ key, records }) => [key, records]));
};
