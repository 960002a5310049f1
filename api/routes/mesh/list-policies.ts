import { listPolicies } from '../../../platform/database/repositories/repair-policies.ts';
import { policiesQuery, policyList } from '../../contract/policies.ts';
import { endpoint } from '../../endpoint.ts';
import { policyView } from './policy-view.ts';

export const getPolicies = endpoint({
  id: 'listPolicies',
  method: 'get',
  path: '/mesh/policies',
  tag: 'mesh',
  summary: 'What may happen to drift without a person, and where: the widest policy first',
  role: 'viewer',
  query: policiesQuery,
  replies: { 200: policyList },
  handle: async ({ query, transaction }, { config }) => {
    const rows = await listPolicies(transaction, query.connection_id);
    return {
      status: 200,
      body: {
        data: rows.map(policyView),
        autofix: config.FEATURE_DRIFT_AUTOFIX,
        threshold: config.DRIFT_REPAIR_CONFIDENCE_THRESHOLD,
      },
    };
  },
});
