import { listPolicies, setPolicy } from '../../../platform/database/repositories/repair-policies.ts';
import { policyBody, policyRow } from '../../contract/policies.ts';
import { endpoint } from '../../endpoint.ts';
import { existingConnection } from '../connections/existing-connection.ts';
import { policyView } from './policy-view.ts';

export const putPolicy = endpoint({
  id: 'setPolicy',
  method: 'put',
  path: '/mesh/policies',
  tag: 'mesh',
  summary: 'Set the policy of the tenant, a connection, an object or a field',
  description: 'It holds from the next proposal on; proposals that wait already go on waiting.',
  role: 'admin',
  body: policyBody,
  replies: { 200: policyRow },
  handle: async ({ body, caller, transaction, note }) => {
    const { connection_id: connectionId, object, field, policy } = body;
    if (connectionId !== null) await existingConnection(transaction, connectionId);
    const before = (await listPolicies(transaction)).find(
      (row) => row.connection_id === connectionId && row.object === object && row.field === field,
    );
    const row = await setPolicy(transaction, { connectionId, object, field }, policy, caller.userId);
    note({
      subject: { kind: 'policy', id: row.policy_id },
      ...(before === undefined ? {} : { before: policyView(before) }),
      after: policyView(row),
    });
    return { status: 200, body: policyView(row) };
  },
});
