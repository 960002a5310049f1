import Cursor from 'pg-cursor';
import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import type { Json } from '../../../domain/json.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { literal } from '../../../platform/duckdb/open-duckdb.ts';
import { numberOf, rowsOf } from '../../../platform/duckdb/read-columns.ts';
import { allEntities, recordsTable } from './workshop.ts';
import type { Workshop } from './workshop.ts';

/** A record's last event up to the build's seq. */
interface EventRow {
  readonly record_key: string;
  readonly entity: string;
  readonly seq: number;
  readonly connection_id: string;
  readonly system: string;
  readonly stream: string;
  readonly record_id: string;
  readonly mapping_version: number | null;
  readonly data: string;
  readonly extras: string;
  readonly pending: readonly { readonly field: string; readonly last_seq: number | null }[] | null;
}

interface FormerEvent {
  readonly seq: number;
  readonly data: Readonly<Record<string, Json>>;
  readonly mapping_version: number | null;
}

const portion = 5_000;
const tellEvery = 100_000;

/** Records of connections that were removed are left out with them. */
const lastEvents = `
  select e.record_key, e.entity, e.seq, b.connection_id, c.system, b.stream,
    substr(e.record_key, length(c.slug) + length(b.stream) + 3) as record_id,
    (b.mapping_versions ->> e.entity)::integer as mapping_version, e.data::text, e.extras::text, e.pending
  from (
    select distinct on (record_key, entity) record_key, entity, seq, batch_id, op, data, extras, pending
    from au.canonical_streams where tenant_id = $1 and seq <= $2
    order by record_key, entity, record_seq desc
  ) e
  join au.canonical_batches b on b.tenant_id = $1 and b.batch_id = e.batch_id
  join au.connections c on c.tenant_id = $1 and c.connection_id = b.connection_id and c.deleted_at is null
  where e.op = 'u'`;

const formerEvents = `
  select e.seq, e.data, (b.mapping_versions ->> e.entity)::integer as mapping_version
  from au.canonical_streams e join au.canonical_batches b on b.tenant_id = $1 and b.batch_id = e.batch_id
  where e.tenant_id = $1 and e.seq = any($2)`;

/**
 * The events that still hold what these records have lost, by seq. Asked on another connection: one whose cursor is open
 * answers nothing else before that has come to its end.
 */
const formerOf = async (
  { pool, tenantId }: Workshop,
  rows: readonly EventRow[],
): Promise<ReadonlyMap<number, FormerEvent>> => {
  const seqs = rows.flatMap(({ pending }) =>
    (pending ?? []).flatMap(({ last_seq }) => (last_seq === null ? [] : [last_seq])),
  );
  if (seqs.length === 0) return new Map();
  const { rows: events } = await withTenant(pool, tenantId, ({ client }) =>
    client.query<FormerEvent>(formerEvents, [tenantId, [...new Set(seqs)]]),
  );
  return new Map(events.map((event) => [event.seq, event]));
};

/** The record's data with the last known values of its pending fields, and where those stand. */
const withPending = (
  row: EventRow,
  former: ReadonlyMap<number, FormerEvent>,
): { readonly data: string; readonly pending: string | null } => {
  if (row.pending === null || row.pending.length === 0) return { data: row.data, pending: null };
  const data = JSON.parse(row.data) as Record<string, Json>;
  const from: Record<string, Json> = {};
  for (const { field, last_seq } of row.pending) {
    const event = former.get(last_seq ?? -1);
    const value = event?.data[field];
    if (event === undefined || value === undefined) continue;
    data[field] = value;
    from[field] = { seq: event.seq, mapping_version: event.mapping_version };
  }
  return { data: JSON.stringify(data), pending: JSON.stringify(from) };
};

/** Copies the last events into the table `events`, portion by portion. */
const copyEvents = async (workshop: Workshop, until: number): Promise<number> => {
  const { duck, pool, tenantId, tell } = workshop;
  await duck.run(`CREATE TABLE events (record_key VARCHAR, entity VARCHAR, seq BIGINT, connection_id VARCHAR,
    system VARCHAR, stream VARCHAR, record_id VARCHAR, mapping_version INTEGER, data VARCHAR, extras VARCHAR,
    pending VARCHAR)`);
  const appender = await duck.createAppender('events');
  const text = (value: string | null): void => {
    if (value === null) appender.appendNull();
    else appender.appendVarchar(value);
  };
  let count = 0;
  await withTenant(pool, tenantId, async ({ client }) => {
    const cursor = client.query(new Cursor<EventRow>(lastEvents, [tenantId, until]));
    for (;;) {
      const rows = await cursor.read(portion);
      if (rows.length === 0) break;
      const former = await formerOf(workshop, rows);
      for (const row of rows) {
        const { data, pending } = withPending(row, former);
        appender.appendVarchar(row.record_key);
        appender.appendVarchar(row.entity);
        appender.appendBigInt(BigInt(row.seq));
        appender.appendVarchar(row.connection_id);
        appender.appendVarchar(row.system);
        appender.appendVarchar(row.stream);
        appender.appendVarchar(row.record_id);
        if (row.mapping_version === null) appender.appendNull();
        else appender.appendInteger(row.mapping_version);
        appender.appendVarchar(data);
        appender.appendVarchar(row.extras);
        text(pending);
        appender.endRow();
      }
      appender.flushSync();
      const before = count;
      count += rows.length;
      if (Math.floor(before / tellEvery) < Math.floor(count / tellEvery))
        tell({ step: 'load', text: `${count} records loaded`, rows: count });
    }
    await cursor.close();
  });
  appender.closeSync();
  return count;
};

/** Takes an entity's events apart into a column per canonical field, all of them texts. */
const spread = async ({ duck }: Workshop, entity: Entity): Promise<number> => {
  const form = Object.fromEntries(
    canonicalEntities[entity].fields.map(({ name, type }) => [name, type === 'json' ? 'JSON' : 'VARCHAR']),
  );
  await duck.run(`CREATE TABLE ${recordsTable(entity)} AS
    SELECT record_key, record_id, connection_id, system, stream AS source_object, mapping_version, seq, extras, pending,
      left(record_key, length(record_key) - length(record_id) - 1) AS source,
      unnest(from_json(data, ${literal(JSON.stringify(form))}))
    FROM events WHERE entity = ${literal(entity)}`);
  const [[count] = []] = await rowsOf(duck, `SELECT count(*) FROM ${recordsTable(entity)}`);
  return numberOf(count);
};

/**
 * Loads the last known state of every record up to a seq: one table `records_{entity}` for each entity. A field that waits for
 * its repair has the value that was known last. Answers how many records each entity has.
 */
export const loadRecords = async (
  workshop: Workshop,
  until: number,
): Promise<Readonly<Record<Entity, number>>> => {
  const all = await copyEvents(workshop, until);
  const counts: [Entity, number][] = [];
  for (const entity of allEntities) counts.push([entity, await spread(workshop, entity)]);
  await workshop.duck.run('DROP TABLE events');
  workshop.tell({ step: 'load', text: `${all} records loaded`, rows: all });
  return Object.fromEntries(counts) as Record<Entity, number>;
};
