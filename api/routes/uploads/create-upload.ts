import { link, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../../domain/faults.ts';
import { addUpload } from '../../../platform/database/repositories/uploads.ts';
import { upload, uploadForm, uploadQuery } from '../../contract/uploads.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { receiveFile } from './receive-file.ts';
import type { ReceivedFile } from './receive-file.ts';
import { uploadFolder } from './upload-folder.ts';
import { uploadView } from './upload-view.ts';

export const postUpload = detachedEndpoint({
  id: 'createUpload',
  method: 'post',
  path: '/uploads',
  tag: 'uploads',
  summary: 'Store a file for filesource connections',
  role: 'operator',
  query: uploadQuery,
  body: uploadForm,
  rawBody: 'multipart/form-data',
  replies: { 201: upload },
  isRepeat: async ({ caller, request }, kept, { config }) => {
    // What was refused has left nothing to compare with.
    if (kept.status !== 201) return true;
    const file = await receiveFile(request, await uploadFolder(config, caller.tenantId));
    await rm(file.path, { force: true });
    const { name, sha256 } = upload.parse(JSON.parse(kept.body));
    return name === file.name && sha256 === file.sha256.toString('hex');
  },
  handle: async ({ query, caller, request, inTenant, note }, { config }) => {
    const folder = await uploadFolder(config, caller.tenantId);
    const file = await receiveFile(request, folder);
    try {
      await keep(file, folder, query.replace === 'true');
    } finally {
      await rm(file.path, { force: true });
    }
    const { name, bytes, sha256 } = file;
    const row = await inTenant((transaction) =>
      addUpload(transaction, { name, bytes, sha256, uploadedBy: caller.userId }),
    );
    note({ subject: { kind: 'upload', id: row.upload_id }, after: uploadView(row) });
    return { status: 201, headers: { Location: `/api/v1/uploads/${row.upload_id}` }, body: uploadView(row) };
  },
});

/** A link is made only where no such name is, whoever else uploads it at this moment; a rename replaces. */
const keep = async ({ path, name }: ReceivedFile, folder: string, replace: boolean): Promise<void> => {
  const target = join(folder, name);
  if (replace) {
    await rename(path, target);
    return;
  }
  try {
    await link(path, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Fault('conflict', `There is a file ${name} already; give it another name, or say replace=true`);
  }
};
