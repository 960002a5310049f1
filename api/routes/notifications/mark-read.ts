import { Fault } from '../../../domain/faults.ts';
import { countUnread, markRead } from '../../../platform/database/repositories/notices.ts';
import { noticesRead, readBody } from '../../contract/notifications.ts';
import { endpoint } from '../../endpoint.ts';

export const postInboxRead = endpoint({
  id: 'markNoticesRead',
  method: 'post',
  path: '/notifications/inbox/read',
  tag: 'notifications',
  summary: 'Mark what you were told as read: some of it, or all until a moment',
  role: 'viewer',
  body: readBody,
  replies: { 200: noticesRead },
  handle: async ({ body, caller, transaction, note }) => {
    note({ subject: { kind: 'user', id: caller.userId } });
    const marked = await markRead(
      transaction,
      caller.userId,
      'until' in body ? { before: endOf(body.until) } : { noticeIds: body.notice_ids },
    );
    if (marked === 0 && 'notice_ids' in body) throw new Fault('not_found', 'You were told no such thing');
    return { status: 200, body: { unread: await countUnread(transaction, caller.userId) } };
  },
});

/** Times are told in milliseconds and kept in microseconds: a notice is meant with the whole of its own. */
const endOf = (until: string): Date => new Date(Date.parse(until) + 1);
