import { Fault } from '../../../domain/faults.ts';
import { effectivePolicy } from '../../../domain/repair/policy.ts';
import { findNewestShape } from '../../../platform/database/repositories/object-schemas.ts';
import { listPolicies } from '../../../platform/database/repositories/repair-policies.ts';
import { effectiveQuery, effectiveReply } from '../../contract/policies.ts';
import { endpoint } from '../../endpoint.ts';
import { existingConnection } from '../connections/existing-connection.ts';

export const getEffectivePolicy = endpoint({
  id: 'getEffectivePolicy',
  method: 'get',
  path: '/mesh/policies/effective',
  tag: 'mesh',
  summary: 'The policy that holds for an object and each of its fields, and where it comes from',
  role: 'viewer',
  query: effectiveQuery,
  replies: { 200: effectiveReply },
  handle: async ({ query, transaction }) => {
    const { connection_id: connectionId } = await existingConnection(transaction, query.connection_id);
    const shape = await findNewestShape(transaction, connectionId, query.object);
    if (shape === undefined)
      throw new Fault('not_found', `${query.object} was never seen on this connection`);
    const policies = await listPolicies(transaction, connectionId);
    const place = { connectionId, object: query.object };
    return {
      status: 200,
      body: {
        object: effectivePolicy(policies, place),
        fields: shape.fields.map(({ name }) => ({
          field: name,
          ...effectivePolicy(policies, { ...place, field: name }),
        })),
      },
    };
  },
});
