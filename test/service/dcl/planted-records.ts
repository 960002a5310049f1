import { randomUUID } from 'node:crypto';
import type { TenantId } from '../../../domain/ids.ts';
import type { TestDatabase } from '../../support/test-database.ts';

export interface PlantedRecord {
  /** Slug of the connection, object and record id. */
  readonly key: readonly [slug: string, stream: string, id: string];
  readonly entity: string;
  /** Canonical fields; null: the record was deleted. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly extras?: Readonly<Record<string, unknown>>;
  readonly pending?: readonly { readonly field: string; readonly last_seq: number }[];
  readonly mappingVersion?: number;
}

/** A tenant whose stream the suite writes itself, event by event, as the superuser. */
export class PlantedStream {
  readonly tenantId: TenantId;
  readonly #database: TestDatabase;
  readonly #connections = new Map<string, string>();
  readonly #recordSeqs = new Map<string, number>();
  #seq = 0;

  private constructor(database: TestDatabase, tenantId: TenantId) {
    this.#database = database;
    this.tenantId = tenantId;
  }

  static async create(database: TestDatabase): Promise<PlantedStream> {
    const tenantId = randomUUID() as TenantId;
    await database.admin.query('select au.register_tenant($1, $2, $3, $4, $2, $2)', [
      tenantId,
      'Test',
      randomUUID(),
      `${tenantId}@example.com`,
    ]);
    return new PlantedStream(database, tenantId);
  }

  async connection(slug: string): Promise<string> {
    const known = this.#connections.get(slug);
    if (known !== undefined) return known;
    const connectionId = randomUUID();
    await this.#database.admin.query(
      `insert into au.connections (tenant_id, connection_id, slug, name, system, config, created_by)
       values ($1, $2, $3, $3, 'filesource', '{}', 'test')`,
      [this.tenantId, connectionId, slug],
    );
    this.#connections.set(slug, connectionId);
    return connectionId;
  }

  /** Appends one event for each record; answers the last seq. */
  async append(records: readonly PlantedRecord[]): Promise<number> {
    for (const batch of inBatches(records)) await this.#appendBatch(batch);
    await this.#database.admin.query('update au.canonical_counters set last = $2 where tenant_id = $1', [
      this.tenantId,
      this.#seq,
    ]);
    return this.#seq;
  }

  async #appendBatch(records: readonly [PlantedRecord, ...PlantedRecord[]]): Promise<void> {
    const { admin } = this.#database;
    const [{ key, entity, mappingVersion = 1 }] = records;
    const [slug, stream] = key;
    const batchId = randomUUID();
    await admin.query(
      `insert into au.canonical_batches (tenant_id, batch_id, connection_id, stream, task_id, trace_id, schema_version, mapping_versions)
       values ($1, $2, $3, $4, $2, 't', 1, $5)`,
      [this.tenantId, batchId, await this.connection(slug), stream, { [entity]: mappingVersion }],
    );
    const events = records.map(({ key: parts, data, extras = {}, pending = null }) => {
      const recordKey = parts.join('/');
      const name = `${recordKey} ${entity}`;
      const recordSeq = (this.#recordSeqs.get(name) ?? 0) + 1;
      this.#recordSeqs.set(name, recordSeq);
      this.#seq += 1;
      const op = data === null ? 'd' : 'u';
      return {
        seq: this.#seq,
        record_seq: recordSeq,
        op,
        record_key: recordKey,
        data: data ?? {},
        extras,
        pending,
      };
    });
    await admin.query(
      `insert into au.canonical_streams (tenant_id, seq, record_seq, raw_seq, batch_id, op, entity, record_key, data, extras, pending)
       select $1, seq, record_seq, record_seq, $2, op::"char", $3, record_key, data, extras, pending
       from json_to_recordset($4) as e(seq bigint, record_seq integer, op text, record_key text, data json, extras json, pending json)`,
      [this.tenantId, batchId, entity, JSON.stringify(events)],
    );
  }
}

const mostInBatch = 1_000;

/** Neighbours that one batch can hold: of one object, entity and mapping version. */
const inBatches = (records: readonly PlantedRecord[]): [PlantedRecord, ...PlantedRecord[]][] => {
  const place = ({ key: [slug, stream], entity, mappingVersion = 1 }: PlantedRecord): string =>
    JSON.stringify([slug, stream, entity, mappingVersion]);
  const batches: [PlantedRecord, ...PlantedRecord[]][] = [];
  for (const record of records) {
    const last = batches.at(-1);
    if (last !== undefined && place(last[0]) === place(record) && last.length < mostInBatch)
      last.push(record);
    else batches.push([record]);
  }
  return batches;
};
