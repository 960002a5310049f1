import { listFlags } from '../../../platform/database/repositories/flags.ts';
import { flagList } from '../../contract/governance.ts';
import { endpoint } from '../../endpoint.ts';
import { flagView } from './flag-view.ts';

export const getFlags = endpoint({
  id: 'listFlags',
  method: 'get',
  path: '/flags',
  tag: 'flags',
  summary: 'Feature flags of the tenant',
  role: 'viewer',
  replies: { 200: flagList },
  handle: async ({ transaction }) => ({
    status: 200,
    body: { data: (await listFlags(transaction)).map(flagView) },
  }),
});
