import type { ChangeEdit } from '../../../domain/repair/repair.ts';
import { previewEdits } from '../../../platform/database/repositories/repair-passes.ts';
import { repairParams, repairPreview, repairPreviewBody } from '../../contract/repairs.ts';
import { endpoint } from '../../endpoint.ts';
import { passView } from './repair-view.ts';

export const postPreview = endpoint({
  id: 'previewRepair',
  method: 'post',
  path: '/mesh/repairs/:repair_id/preview',
  tag: 'mesh',
  summary: 'What becomes of the stored records if only the changes that `edits` names are approved',
  description:
    'Changes nothing. The rows are those that an approval with the same edits leads to, as long as nothing is read in between. At most 5,000 records are looked at: `done` is false where there are more.',
  role: 'operator',
  params: repairParams,
  body: repairPreviewBody,
  replies: { 200: repairPreview },
  handle: async ({ params, body, transaction, note }) => {
    note({ subject: { kind: 'repair', id: params.repair_id } });
    const pass = await previewEdits(transaction, {
      repairId: params.repair_id,
      digest: body.digest,
      edits: body.edits as readonly ChangeEdit[],
    });
    return { status: 200, body: passView(pass) };
  },
});
