import type { TenantTransaction } from '../with-tenant.ts';

export interface StoredRaw {
  readonly record_key: string;
  readonly raw_seq: number;
  /** JSON text as stored. */
  readonly raw: string;
  readonly raw_hash: string;
  /** Version of the object's shape under which it was read; null where that was not noted. */
  readonly schema_version: number | null;
}

const columns = `s.record_key, s.raw_seq, s.raw::text as raw, encode(coalesce(nullif(r.raw_hash, ''), ''), 'hex') as raw_hash,
  b.schema_version`;
const batchOfRaw = `left join au.canonical_batches b on b.tenant_id = s.tenant_id and b.batch_id = s.batch_id`;

/**
 * The newest raw of up to `limit` records of a key range, in key order, and the last key looked at (null at the end). Parked
 * and deleted records are passed over.
 */
export const newestRaws = async (
  { client, tenantId }: TenantTransaction,
  range: { readonly after: string; readonly to: string },
  limit: number,
): Promise<{ readonly raws: readonly StoredRaw[]; readonly last: string | null }> => {
  const { rows } = await client.query<StoredRaw & { readonly status: string }>(
    `with r as (
       select distinct on (record_key) record_key, raw_seq, raw_hash, status from au.record_state
       where tenant_id = $1 and record_key > $2 and record_key < $3
       order by record_key, raw_seq desc limit $4
     )
     select ${columns}, r.status
     from r join au.source_records s on s.tenant_id = $1 and s.record_key = r.record_key and s.raw_seq = r.raw_seq
     ${batchOfRaw}
     order by s.record_key`,
    [tenantId, range.after, range.to, limit],
  );
  return {
    raws: rows.filter(({ status }) => status !== 'p' && status !== 'd'),
    last: rows.at(-1)?.record_key ?? null,
  };
};

/** For each parked record of a stream its first raw that is still parked, in key order, up to `limit`. */
export const firstParkedRaws = async (
  { client, tenantId }: TenantTransaction,
  where: { readonly connectionId: string; readonly stream: string },
  limit: number,
): Promise<readonly StoredRaw[]> => {
  const { rows } = await client.query<StoredRaw>(
    `select distinct on (s.record_key) ${columns}
     from au.quarantined_records q
     join au.source_records s on s.tenant_id = q.tenant_id and s.record_key = q.record_key and s.raw_seq = q.raw_seq
     join au.record_state r on r.tenant_id = q.tenant_id and r.record_key = q.record_key and r.entity = q.entity
     ${batchOfRaw}
     where q.tenant_id = $1 and q.connection_id = $2 and q.stream = $3 and q.state = 'parked' and s.raw is not null
     order by s.record_key, s.raw_seq limit $4`,
    [tenantId, where.connectionId, where.stream, limit],
  );
  return rows;
};
