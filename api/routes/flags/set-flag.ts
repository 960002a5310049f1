import { findFlag, setFlag } from '../../../platform/database/repositories/flags.ts';
import { flag, flagBody, flagParams } from '../../contract/governance.ts';
import { endpoint } from '../../endpoint.ts';
import { flagView } from './flag-view.ts';

export const putFlag = endpoint({
  id: 'setFlag',
  method: 'put',
  path: '/flags/:name',
  tag: 'flags',
  summary: 'Switch a feature flag of the tenant',
  role: 'admin',
  params: flagParams,
  body: flagBody,
  replies: { 200: flag },
  handle: async ({ params, body, caller, transaction, note }) => {
    const before = await findFlag(transaction, params.name);
    const after = flagView(
      await setFlag(transaction, { name: params.name, enabled: body.enabled, updatedBy: caller.userId }),
    );
    note({
      subject: { kind: 'flag', id: params.name },
      ...(before === undefined ? {} : { before: flagView(before) }),
      after,
    });
    return { status: 200, body: after };
  },
});
