import { Fault } from '../../../domain/faults.ts';
import { eventsOf, rawVersions, rawsOf } from '../../../platform/database/repositories/records.ts';
import type { EventRow } from '../../../platform/database/repositories/records.ts';
import { historyQuery, recordHistory, recordParams } from '../../contract/records.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { eventView } from './event-view.ts';

const rawsShown = 200;

export const getRecordHistory = endpoint({
  id: 'getRecordHistory',
  method: 'get',
  path: '/records/:entity/:record_key/history',
  tag: 'records',
  summary: 'Events of a source record, newest first, with the raw records they were derived from',
  role: 'viewer',
  params: recordParams,
  query: historyQuery,
  replies: { 200: recordHistory },
  handle: async ({ params, query, caller, transaction }, { cursors }) => {
    const { entity, record_key: recordKey } = params;
    const { rows, page } = await paginate(cursors, {
      name: `history ${entity} ${recordKey}`,
      tenantId: caller.tenantId,
      query,
      positionOf: (row: EventRow) => [row.record_seq],
      fetch: (after, limit) =>
        eventsOf(
          transaction,
          { entity, recordKey },
          limit,
          after === undefined ? undefined : Number(after[0]),
        ),
    });
    const versions = await rawVersions(transaction, recordKey, rawsShown);
    if (rows.length === 0 && versions.length === 0)
      throw new Fault('not_found', `There is no ${entity} ${recordKey}`);
    const raws = await rawsOf(
      transaction,
      recordKey,
      rows.map(({ raw_seq }) => raw_seq),
    );
    return {
      status: 200,
      body: {
        data: rows.map((row) => ({ ...eventView(row), raw: raws.get(row.raw_seq) ?? null })),
        page,
        raw_versions: versions.map(({ raw_seq, seen_at, task_id, raw }) => ({
          raw_seq,
          seen_at: seen_at.toISOString(),
          task_id,
          deleted: raw === null,
        })),
      },
    };
  },
});
