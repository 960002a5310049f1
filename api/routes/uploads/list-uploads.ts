import { listUploads } from '../../../platform/database/repositories/uploads.ts';
import type { ListedUpload } from '../../../platform/database/repositories/uploads.ts';
import { uploadPage, uploadsQuery } from '../../contract/uploads.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { timePosition } from '../time-position.ts';
import { uploadView } from './upload-view.ts';

export const getUploads = endpoint({
  id: 'listUploads',
  method: 'get',
  path: '/uploads',
  tag: 'uploads',
  summary: 'Uploaded files, newest first',
  role: 'viewer',
  query: uploadsQuery,
  replies: { 200: uploadPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { rows, page } = await paginate(cursors, {
      name: 'uploads',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: ListedUpload) => [row.position, row.upload_id],
      fetch: (after, limit) => listUploads(transaction, limit, timePosition(after)),
    });
    return { status: 200, body: { data: rows.map(uploadView), page } };
  },
});
