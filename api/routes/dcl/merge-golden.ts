import { Fault } from '../../../domain/faults.ts';
import { decisionMade, mergeBody } from '../../contract/dcl.ts';
import { endpoint } from '../../endpoint.ts';
import { decide, keysOf } from './decide.ts';
import { existingGolden } from './existing-golden.ts';

export const postMerge = endpoint({
  id: 'mergeGoldenRecords',
  method: 'post',
  path: '/dcl/merge',
  tag: 'dcl',
  summary: 'Golden records are one: hold their records together in every build',
  description:
    'Shows after the connect that the answer names; the ids that are no more redirect from then on.',
  role: 'operator',
  body: mergeBody,
  replies: { 202: decisionMade },
  handle: async (call) => {
    const { entity, ids, reason } = call.body;
    const found = new Set<string>();
    for (const id of ids) found.add((await existingGolden(call.transaction, entity, id)).id);
    if (found.size < 2)
      throw new Fault('validation_failed', 'These are one golden record already', {
        errors: [{ pointer: '/ids', code: 'same', message: 'Name at least two golden records' }],
      });
    const [goldenId = '', ...from] = found;
    const records: string[] = [];
    for (const id of found) records.push(...(await keysOf(call, entity, id)));
    return await decide(call, {
      entity,
      constraint: { kind: 'merge', records },
      reason,
      event: { type: 'golden.merged', goldenId, data: { from } },
    });
  },
});
