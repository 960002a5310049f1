import { Fault } from '../../../domain/faults.ts';
import { decisionMade, splitBody } from '../../contract/dcl.ts';
import { endpoint } from '../../endpoint.ts';
import { decide, keysOf } from './decide.ts';
import { existingGolden } from './existing-golden.ts';

export const postSplit = endpoint({
  id: 'splitGoldenRecord',
  method: 'post',
  path: '/dcl/split',
  tag: 'dcl',
  summary: 'A golden record is several: hold these groups of its records apart in every build',
  description: 'Records of it that no group names go where the evidence puts them.',
  role: 'operator',
  body: splitBody,
  replies: { 202: decisionMade },
  handle: async (call) => {
    const { entity, id, groups, reason } = call.body;
    const row = await existingGolden(call.transaction, entity, id);
    const known = new Set(await keysOf(call, entity, row.id));
    const seen = new Set<string>();
    const errors = groups.flatMap((group, at) =>
      group.flatMap((key, place) => {
        const pointer = `/groups/${at}/${place}`;
        if (!known.has(key))
          return [{ pointer, code: 'not_a_member', message: `${key} is no record of ${row.id}` }];
        if (seen.has(key)) return [{ pointer, code: 'repeated', message: `${key} stands here twice` }];
        seen.add(key);
        return [];
      }),
    );
    if (errors.length > 0) throw new Fault('validation_failed', 'The groups do not fit', { errors });
    return await decide(call, {
      entity,
      constraint: { kind: 'split', groups },
      reason,
      event: { type: 'golden.split', goldenId: row.id, data: { groups } },
    });
  },
});
