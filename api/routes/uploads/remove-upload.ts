import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../../domain/faults.ts';
import { removeUpload } from '../../../platform/database/repositories/uploads.ts';
import { uploadParams } from '../../contract/uploads.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { uploadFolder } from './upload-folder.ts';
import { uploadView } from './upload-view.ts';

export const deleteUpload = detachedEndpoint({
  id: 'deleteUpload',
  method: 'delete',
  path: '/uploads/:upload_id',
  tag: 'uploads',
  summary: 'Delete an uploaded file; what was read from it stays',
  role: 'operator',
  params: uploadParams,
  replies: { 204: null },
  handle: async ({ params, caller, inTenant, note }, { config }) => {
    const row = await inTenant((transaction) => removeUpload(transaction, params.upload_id));
    if (row === undefined) throw new Fault('not_found', `There is no upload ${params.upload_id}`);
    await rm(join(await uploadFolder(config, caller.tenantId), row.name), { force: true });
    note({ subject: { kind: 'upload', id: row.upload_id }, before: uploadView(row) });
    return { status: 204 };
  },
});
