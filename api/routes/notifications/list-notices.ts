import { countUnread, listNotices } from '../../../platform/database/repositories/notices.ts';
import type { ListedNotice } from '../../../platform/database/repositories/notices.ts';
import { noticePage, noticesQuery } from '../../contract/notifications.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { noticeView } from './notification-view.ts';

export const getInbox = endpoint({
  id: 'listNotices',
  method: 'get',
  path: '/notifications/inbox',
  tag: 'notifications',
  summary: 'What people were told, newest first, and what you have read of it',
  description: 'Kept for 90 days, whatever channels there are.',
  role: 'viewer',
  query: noticesQuery,
  replies: { 200: noticePage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { rows, page } = await paginate(cursors, {
      name: 'notices',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedNotice) => [row.position, row.notice_id],
      fetch: (after, limit) => listNotices(transaction, caller.userId, limit, timePosition(after)),
    });
    const unread = await countUnread(transaction, caller.userId);
    return { status: 200, body: { data: rows.map(noticeView), page, unread } };
  },
});
