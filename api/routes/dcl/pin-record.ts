import { Fault } from '../../../domain/faults.ts';
import { goldenOf } from '../../../platform/database/repositories/golden-records.ts';
import { decisionMade, pinBody } from '../../contract/dcl.ts';
import { endpoint } from '../../endpoint.ts';
import { decide } from './decide.ts';
import { existingGolden } from './existing-golden.ts';

export const postPin = endpoint({
  id: 'pinRecord',
  method: 'post',
  path: '/dcl/pin',
  tag: 'dcl',
  summary: 'A record belongs to this golden record, in every build',
  role: 'operator',
  body: pinBody,
  replies: { 202: decisionMade },
  handle: async (call) => {
    const { entity, record_key: record, id, reason } = call.body;
    const { id: golden } = await existingGolden(call.transaction, entity, id);
    const [member] = await goldenOf(call.transaction, entity, [record]);
    if (member === undefined)
      throw new Fault('not_found', `No golden ${entity} holds the record ${record}; connect first`);
    return await decide(call, {
      entity,
      constraint: { kind: 'pin', record, golden },
      reason,
      event: {
        type: 'golden.pinned',
        goldenId: golden,
        data: { record_key: record, from: member.golden_id },
      },
    });
  },
});
