import { Fault } from '../../../domain/faults.ts';
import { userId } from '../../../domain/ids.ts';
import { changeUser, countOtherAdmins, findUser } from '../../../platform/database/repositories/users.ts';
import { user, userParams, userPatch } from '../../contract/identity.ts';
import { endpoint } from '../../endpoint.ts';
import { userView } from './user-view.ts';

/** Takes effect within ten seconds, also for access tokens that are already out. */
export const patchUser = endpoint({
  id: 'changeUser',
  method: 'patch',
  path: '/users/:user_id',
  tag: 'users',
  summary: 'Change a name or role, disable or enable a user',
  role: 'admin',
  params: userParams,
  body: userPatch,
  replies: { 200: user },
  handle: async ({ params, body, caller, transaction, note }, { standings }) => {
    const others = await countOtherAdmins(transaction, params.user_id);
    const before = await findUser(transaction, params.user_id, 'for update');
    if (before === undefined) throw new Fault('not_found', 'There is no such user in this tenant');
    const change = {
      name: body.name ?? before.name,
      role: body.role ?? before.role,
      disabled: body.disabled ?? before.disabled_at !== null,
    };
    if (others === 0 && (change.role !== 'admin' || change.disabled)) {
      throw new Fault('conflict', 'A tenant needs an admin; make somebody else admin first');
    }
    const after = await changeUser(transaction, params.user_id, change);
    standings.forget({ tenantId: caller.tenantId, userId: userId(params.user_id) });
    note({ subject: { kind: 'user', id: params.user_id }, before: userView(before), after: userView(after) });
    return { status: 200, body: userView(after) };
  },
});
