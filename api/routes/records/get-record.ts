import { Fault } from '../../../domain/faults.ts';
import { eventUntil, momentOf, rawVersions } from '../../../platform/database/repositories/records.ts';
import { record, recordParams, recordQuery } from '../../contract/records.ts';
import { endpoint } from '../../endpoint.ts';
import { deriveRecord } from './derive-record.ts';
import { eventView } from './event-view.ts';
import { goldenOfRecord } from './golden-of-record.ts';

export const getRecord = endpoint({
  id: 'getRecord',
  method: 'get',
  path: '/records/:entity/:record_key',
  tag: 'records',
  summary: 'A source record in its canonical form, now or at any moment',
  description:
    'The record key is one segment of the address: encode its slashes (`crm%2FAccount%2F001`). `mapping` derives the record again from the raw known then, under any version.',
  role: 'viewer',
  params: recordParams,
  query: recordQuery,
  replies: { 200: record },
  handle: async ({ params, query, transaction }) => {
    const { entity, record_key: recordKey } = params;
    const moment = await momentOf(transaction, asOf(query.as_of));
    const event = await eventUntil(transaction, { entity, recordKey }, moment.seq);
    if (event === undefined) {
      throw new Fault(
        'not_found',
        `There was no ${entity} ${recordKey} at ${moment.seq}; the quarantine may hold it`,
      );
    }
    const [newest] = await rawVersions(transaction, recordKey, 1, moment.at ?? undefined);
    const raw = newest?.raw ?? null;
    const { mapping } = query;
    return {
      status: 200,
      body: {
        record_key: recordKey,
        entity,
        as_of_seq: moment.seq,
        deleted: event.op === 'delete',
        event: eventView(event),
        raw,
        derived:
          mapping === undefined ? null : await deriveRecord(transaction, { entity, recordKey, mapping }, raw),
        golden: await goldenOfRecord(transaction, entity, recordKey),
      },
    };
  },
});

/** Digits are a seq, anything else that passed is a time. */
const asOf = (text: string | undefined): number | Date | undefined => {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? Number(text) : new Date(text);
};
