import { membersOf } from '../../../platform/database/repositories/golden-records.ts';
import { goldenDetail, goldenParams } from '../../contract/dcl.ts';
import { endpoint } from '../../endpoint.ts';
import { existingGolden } from './existing-golden.ts';
import { goldenView, originsOf } from './golden-view.ts';

const mostMembers = 200;

export const getGolden = endpoint({
  id: 'getGoldenRecord',
  method: 'get',
  path: '/dcl/views/:entity/:golden_id',
  tag: 'dcl',
  summary: 'A golden record with the source record, mapping version and rule of every value',
  description: 'An id that was merged into another answers that other one, with `redirected_from`.',
  role: 'viewer',
  params: goldenParams,
  replies: { 200: goldenDetail },
  handle: async ({ params: { entity, golden_id: asked }, transaction }) => {
    const row = await existingGolden(transaction, entity, asked);
    const members = await membersOf(transaction, entity, [row.id], mostMembers);
    return {
      status: 200,
      body: {
        ...goldenView(entity, row),
        redirected_from: row.id === asked ? null : asked,
        origins: originsOf(entity, row),
        members: members.map(({ record_key, connection_id, source_object, record_id, confidence }) => ({
          record_key,
          connection_id,
          source_object,
          record_id,
          confidence,
        })),
      },
    };
  },
});
