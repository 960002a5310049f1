import { Fault } from '../../../domain/faults.ts';
import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import { markDiscarded } from '../../../platform/database/repositories/quarantine.ts';
import { discardBody, discardReply } from '../../contract/quarantine.ts';
import { endpoint } from '../../endpoint.ts';

export const postDiscard = endpoint({
  id: 'discardQuarantined',
  method: 'post',
  path: '/quarantine/discard',
  tag: 'quarantine',
  summary: 'Give held records up; a parked record belongs to its ticket and is refused',
  role: 'operator',
  body: discardBody,
  replies: { 200: discardReply },
  handle: async ({ body, transaction, traceId, note }) => {
    const ids = [...new Set(body.ids)];
    const discarded = await markDiscarded(transaction, ids);
    if (discarded.length < ids.length) {
      const missing = ids.filter((id) => !discarded.includes(id));
      throw new Fault(
        'conflict',
        `Nothing was discarded: ${missing.slice(0, 5).join(', ')} cannot be (any more)`,
      );
    }
    note({ subject: { kind: 'quarantine', id: 'discard' }, after: { ids, reason: body.reason } });
    await appendEvent(transaction, {
      type: 'ingest.discarded',
      traceId,
      subject: { kind: 'quarantine', id: ids[0] ?? '' },
      data: { records: discarded.length, reason: body.reason },
    });
    return { status: 200, body: { discarded: discarded.length } };
  },
});
