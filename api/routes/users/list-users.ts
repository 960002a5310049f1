import { listUsers } from '../../../platform/database/repositories/users.ts';
import { userPage, usersQuery } from '../../contract/identity.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { userView } from './user-view.ts';

export const getUsers = endpoint({
  id: 'listUsers',
  method: 'get',
  path: '/users',
  tag: 'users',
  summary: 'Users of the tenant, by e-mail',
  role: 'admin',
  query: usersQuery,
  replies: { 200: userPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { rows, page } = await paginate(cursors, {
      name: 'users',
      tenantId: caller.tenantId,
      query,
      fetch: (after, limit) =>
        listUsers(transaction, limit, after === undefined ? undefined : String(after[0])),
      positionOf: (row) => [row.email],
    });
    return { status: 200, body: { data: rows.map(userView), page } };
  },
});
