import { Fault } from '../../../domain/faults.ts';
import { removeFlag } from '../../../platform/database/repositories/flags.ts';
import { flagParams } from '../../contract/governance.ts';
import { endpoint } from '../../endpoint.ts';

export const deleteFlag = endpoint({
  id: 'removeFlag',
  method: 'delete',
  path: '/flags/:name',
  tag: 'flags',
  summary: 'Remove a feature flag; the default holds again',
  role: 'admin',
  params: flagParams,
  replies: { 204: null },
  handle: async ({ params, transaction, note }) => {
    note({ subject: { kind: 'flag', id: params.name } });
    if (!(await removeFlag(transaction, params.name))) {
      throw new Fault('not_found', 'The tenant has no such flag');
    }
    return { status: 204 };
  },
});
