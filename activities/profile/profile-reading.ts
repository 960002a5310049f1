import type pg from 'pg';
import type { TenantId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { parseMapping } from '../../domain/mapping/parse.ts';
import { afterPrefix, recordKeyPrefix } from '../../domain/record-keys.ts';
import type { RecordPair } from '../../domain/repair/record-pairs.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { keepReading } from '../../platform/database/repositories/field-profiles.ts';
import type { ReadMode } from '../../platform/database/repositories/field-profiles.ts';
import { changedPairs } from '../../platform/database/repositories/pinned-records.ts';
import type { ActiveMapping } from '../../platform/database/repositories/streams.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { fieldsRead } from '../record-shape.ts';
import type { EncodedBatch } from '../reading/protocol.ts';
import { settleReading } from './settle-reading.ts';

/** What is needed to know of an attempt to read an object. */
export interface ProfiledRead {
  readonly input: { readonly connectionId: string; readonly stream: string; readonly traceId: string };
  readonly tenantId: TenantId;
  readonly opened: { readonly slug: string };
  readonly object: SourceObject;
  readonly mappings: readonly ActiveMapping[];
  readonly fence: { readonly epoch: number };
  /** Where the attempt began within its read; null at its very beginning. */
  readonly lease: { readonly stream: { readonly resume: Json } };
  /** The tenant's last event when the attempt began. */
  readonly since: number;
}

interface ReadUnder {
  /** Of the object's shape, as the read goes by now. */
  readonly schemaVersion: number;
  readonly mode: ReadMode;
}

/** Keeps what the read has seen of the fields' values up to a batch, in that batch's transaction. */
export const keepProfile = async (
  transaction: TenantTransaction,
  { input, object, fence, lease }: ProfiledRead,
  { profile, read, schemaVersion, mode }: ReadUnder & Pick<EncodedBatch, 'profile' | 'read'>,
): Promise<void> => {
  if (profile === null || profile.rows === 0) return;
  await keepReading(transaction, {
    connectionId: input.connectionId,
    object: object.name,
    schemaVersion,
    mode,
    epoch: fence.epoch,
    rows: profile.rows,
    profile: profile.text,
    first: lease.stream.resume === null && profile.rows <= read,
  });
};

/** So many changed records tell all that more of them could tell; so few are not worth a look. */
const pairs = { most: 500, fewest: 20 };

/**
 * Judges the values of a read that has ended. A transaction of its own, after the read's: a worker that dies in between leaves
 * rows that the task's next attempt judges; judged once, they are not there any more.
 */
export const settleProfiles = async (
  pool: pg.Pool,
  { input, tenantId, object, mappings, opened, since }: ProfiledRead,
  { schemaVersion, mode, updated }: ReadUnder & { readonly updated: number },
): Promise<void> => {
  const prefix = recordKeyPrefix(opened.slug, input.stream);
  const range = { from: prefix, to: afterPrefix(prefix), since };
  const parsed = mappings.map(({ document }) => parseMapping(document));
  await withTenant(pool, tenantId, async (transaction) => {
    const changed: readonly RecordPair[] =
      updated < pairs.fewest ? [] : await changedPairs(transaction, range, pairs.most);
    await settleReading(transaction, {
      connectionId: input.connectionId,
      object: object.name,
      schemaVersion,
      mode,
      traceId: input.traceId,
      reads: fieldsRead(
        mappings.map(({ document }) => document),
        object,
      ),
      declared: object.fields.filter(({ values }) => values !== undefined).map(({ name }) => name),
      key: parsed[0]?.key ?? [],
      changeField:
        parsed.find(({ changeField }) => changeField !== null)?.changeField ?? object.changeFields[0] ?? null,
      pairs: changed,
    });
  });
};
