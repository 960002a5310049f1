import { Fault } from '../../../domain/faults.ts';
import { removePolicy } from '../../../platform/database/repositories/repair-policies.ts';
import { policyParams } from '../../contract/policies.ts';
import { endpoint } from '../../endpoint.ts';

export const deletePolicy = endpoint({
  id: 'removePolicy',
  method: 'delete',
  path: '/mesh/policies/:policy_id',
  tag: 'mesh',
  summary: 'Remove a policy; the wider one holds again',
  role: 'admin',
  params: policyParams,
  replies: { 204: null },
  handle: async ({ params, transaction, note }) => {
    note({ subject: { kind: 'policy', id: params.policy_id } });
    if (!(await removePolicy(transaction, params.policy_id)))
      throw new Fault('not_found', `There is no policy ${params.policy_id}`);
    return { status: 204 };
  },
});
