import { Fault } from '../../../domain/faults.ts';
import { findUser, tenantName } from '../../../platform/database/repositories/users.ts';
import { me } from '../../contract/identity.ts';
import { endpoint } from '../../endpoint.ts';

export const getMe = endpoint({
  id: 'getMe',
  method: 'get',
  path: '/auth/me',
  aliases: ['/api/v1/me'],
  tag: 'auth',
  summary: 'Who I am, and in which tenant',
  role: 'viewer',
  replies: { 200: me },
  handle: async ({ caller, transaction }) => {
    const user = await findUser(transaction, caller.userId);
    if (user === undefined) throw new Fault('not_found', 'This user no longer exists');
    const { user_id, email, name, role } = user;
    const tenant = { tenant_id: caller.tenantId, name: await tenantName(transaction) };
    return { status: 200, body: { user_id, email, name, role, tenant } };
  },
});
