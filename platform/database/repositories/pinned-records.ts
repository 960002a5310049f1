import type { Json } from '../../../domain/json.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** A record as it was known at a seq: the canonical data of its last event until then, and the raw that event came from. */
export interface PinnedRecord {
  readonly record_key: string;
  readonly entity: string;
  readonly data: Readonly<Record<string, Json>>;
  readonly raw: Readonly<Record<string, Json>>;
  readonly schema_version: number | null;
}

export interface PinnedRange {
  /** Events later than this do not count. */
  readonly seq: number;
  /** Record key and entity, joined by a line break, behind which to go on. */
  readonly after: string;
  readonly to: string;
}

/** The key of the tenant's last canonical event; 0 before the first. */
export const lastSeq = async ({ client }: TenantTransaction): Promise<number> => {
  const { rows } = await client.query<{ last: number }>('select last from au.canonical_counters');
  return rows[0]?.last ?? 0;
};

/**
 * Up to `limit` records of a key range as they were known at a seq, by key and entity; deleted ones are left out. Events are
 * never changed, so the same question gives the same answer for ever. `last` is where to go on, null at the end.
 */
export const pinnedRecords = async (
  { client, tenantId }: TenantTransaction,
  range: PinnedRange,
  limit: number,
): Promise<{ readonly records: readonly PinnedRecord[]; readonly last: string | null }> => {
  const [key = '', entity = ''] = range.after.split('\n');
  const { rows } = await client.query<PinnedRecord & { readonly op: string }>(
    `with e as (
       select distinct on (record_key, entity) record_key, entity, op, raw_seq, data
       from au.canonical_streams
       where tenant_id = $1 and record_key >= $2 and (record_key, entity) > ($2, $3) and record_key < $4 and seq <= $5
       order by record_key, entity, record_seq desc limit $6
     )
     select e.record_key, e.entity, e.op, e.data, s.raw, b.schema_version
     from e
     left join au.source_records s on s.tenant_id = $1 and s.record_key = e.record_key and s.raw_seq = e.raw_seq
     left join au.canonical_batches b on b.tenant_id = $1 and b.batch_id = s.batch_id
     order by e.record_key, e.entity`,
    [tenantId, key, entity, range.to, range.seq, limit],
  );
  const end = rows.at(-1);
  return {
    records: rows.filter(({ op, raw }) => op === 'u' && (raw as unknown) !== null),
    last: end === undefined ? null : `${end.record_key}\n${end.entity}`,
  };
};

/** A record as it was stored under the approved shape, and as it was read first under a later one. */
export interface StoredPair {
  readonly before: Readonly<Record<string, Json>>;
  readonly after: Readonly<Record<string, Json>>;
}

/** Up to `limit` records of a key range that were read both under a shape up to `version` and under a later one. */
export const storedPairs = async (
  { client, tenantId }: TenantTransaction,
  range: { readonly from: string; readonly to: string; readonly version: number },
  limit: number,
): Promise<readonly StoredPair[]> => {
  const { rows } = await client.query<StoredPair>(
    `select p.raw as before, s.raw as after
     from au.source_records s
     join au.canonical_batches b on b.tenant_id = $1 and b.batch_id = s.batch_id and b.schema_version > $4
     join lateral (
       select x.raw, y.schema_version from au.source_records x
       join au.canonical_batches y on y.tenant_id = $1 and y.batch_id = x.batch_id
       where x.tenant_id = $1 and x.record_key = s.record_key and x.raw_seq = s.raw_seq - 1
     ) p on p.schema_version <= $4 and p.raw is not null
     where s.tenant_id = $1 and s.record_key > $2 and s.record_key < $3 and s.raw is not null
     order by s.record_key limit $5`,
    [tenantId, range.from, range.to, range.version, limit],
  );
  return rows;
};

/** The newest stored raws of these records that were read under a shape up to `version`, by record key. */
export const storedUnder = async (
  { client, tenantId }: TenantTransaction,
  recordKeys: readonly string[],
  version: number,
): Promise<ReadonlyMap<string, Readonly<Record<string, Json>>>> => {
  const { rows } = await client.query<{ readonly record_key: string; readonly raw: Record<string, Json> }>(
    `select distinct on (s.record_key) s.record_key, s.raw
     from au.source_records s
     join au.canonical_batches b on b.tenant_id = $1 and b.batch_id = s.batch_id and b.schema_version <= $3
     where s.tenant_id = $1 and s.record_key = any($2) and s.raw is not null
     order by s.record_key, s.raw_seq desc`,
    [tenantId, recordKeys, version],
  );
  return new Map(rows.map(({ record_key, raw }) => [record_key, raw]));
};

/** Up to `limit` records of a key range whose raw has changed since a seq: the raw of their event, and the one before it. */
export const changedPairs = async (
  { client, tenantId }: TenantTransaction,
  range: { readonly from: string; readonly to: string; readonly since: number },
  limit: number,
): Promise<readonly StoredPair[]> => {
  const { rows } = await client.query<StoredPair>(
    `select p.raw as before, s.raw as after
     from (
       select distinct record_key, raw_seq from (
         select record_key, raw_seq from au.canonical_streams
         where tenant_id = $1 and seq > $4 and record_key > $2 and record_key < $3 and op = 'u' and raw_seq > 1
         order by seq limit $5
       ) changed
     ) e
     join au.source_records s on s.tenant_id = $1 and s.record_key = e.record_key and s.raw_seq = e.raw_seq
     join au.source_records p on p.tenant_id = $1 and p.record_key = e.record_key and p.raw_seq = e.raw_seq - 1
     where s.raw is not null and p.raw is not null`,
    [tenantId, range.from, range.to, range.since, limit],
  );
  return rows;
};
