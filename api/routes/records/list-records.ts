import type { z } from 'zod';
import { Fault } from '../../../domain/faults.ts';
import { recordKeyPrefix } from '../../../domain/record-keys.ts';
import { streamOfObject } from '../../../platform/database/repositories/mapping-history.ts';
import { dataOf, listRecords } from '../../../platform/database/repositories/records.ts';
import type { RecordStateRow } from '../../../platform/database/repositories/records.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { recordPage, recordsParams, recordsQuery } from '../../contract/records.ts';
import type { recordSummary } from '../../contract/records.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { existingConnection } from '../connections/existing-connection.ts';

const statuses: Readonly<Record<string, z.input<typeof recordSummary>['status']>> = {
  l: 'live',
  d: 'deleted',
  p: 'parked',
  q: 'quarantined',
  f: 'filtered',
};

export const getRecords = endpoint({
  id: 'listRecords',
  method: 'get',
  path: '/records/:entity',
  tag: 'records',
  summary: 'Source records of an entity, by record key',
  role: 'viewer',
  params: recordsParams,
  query: recordsQuery,
  replies: { 200: recordPage },
  handle: async ({ params, query, caller, transaction }, { cursors }) => {
    const { entity } = params;
    const prefix = await prefixOf(transaction, query.connection_id, query.object);
    const { rows, page } = await paginate(cursors, {
      name: `records ${entity} ${prefix ?? ''}`,
      tenantId: caller.tenantId,
      query,
      positionOf: (row: RecordStateRow) => [row.record_key],
      fetch: (after, limit) =>
        listRecords(
          transaction,
          { entity, prefix },
          limit,
          after === undefined ? undefined : String(after[0]),
        ),
    });
    const seqs = rows.flatMap(({ last_seq }) => (last_seq === null ? [] : [last_seq]));
    const data = await dataOf(transaction, seqs);
    const records = rows.map(({ record_key, status, record_seq, last_seq }) => ({
      record_key,
      entity,
      status: statuses[status] ?? 'live',
      record_seq,
      last_seq,
      data: (last_seq === null ? undefined : data.get(last_seq)) ?? null,
    }));
    return { status: 200, body: { data: records, page } };
  },
});

/** What the keys begin with of one connection, or of one object of it. */
const prefixOf = async (
  transaction: TenantTransaction,
  connectionId: string | undefined,
  object: string | undefined,
): Promise<string | undefined> => {
  if (connectionId === undefined) {
    if (object === undefined) return undefined;
    throw new Fault('validation_failed', 'Name the connection of the object too', {
      errors: [{ pointer: '?connection_id', code: 'required', message: 'Give it together with `object`' }],
    });
  }
  const { slug } = await existingConnection(transaction, connectionId);
  if (object === undefined) return `${slug}/`;
  const stream = await streamOfObject(transaction, connectionId, object);
  if (stream === undefined) throw new Fault('not_found', `${object} was never mapped on this connection`);
  return recordKeyPrefix(slug, stream);
};
