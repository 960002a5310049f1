import { listDeliveries } from '../../../platform/database/repositories/notifications.ts';
import type { ListedDelivery } from '../../../platform/database/repositories/notifications.ts';
import { deliveriesQuery, deliveryPage } from '../../contract/notifications.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { deliveryView } from './notification-view.ts';

export const getDeliveries = endpoint({
  id: 'listNotificationDeliveries',
  method: 'get',
  path: '/notifications/deliveries',
  tag: 'notifications',
  summary: 'What was sent, newest first, and what became of it',
  role: 'viewer',
  query: deliveriesQuery,
  replies: { 200: deliveryPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { rows, page } = await paginate(cursors, {
      name: 'notification deliveries',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedDelivery) => [row.position, row.delivery_id],
      fetch: (after, limit) => listDeliveries(transaction, limit, timePosition(after)),
    });
    return { status: 200, body: { data: rows.map(deliveryView), page } };
  },
});
