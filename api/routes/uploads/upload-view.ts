import type { z } from 'zod';
import type { Upload } from '../../../platform/database/repositories/uploads.ts';
import type { upload } from '../../contract/uploads.ts';
import { uploadsPath } from './upload-folder.ts';

/** An uploaded file as the API shows it. */
export const uploadView = (row: Upload): z.input<typeof upload> => ({
  upload_id: row.upload_id,
  name: row.name,
  path: `${uploadsPath}/${row.name}`,
  bytes: row.bytes,
  sha256: row.sha256.toString('hex'),
  uploaded_by: row.uploaded_by,
  created_at: row.created_at.toISOString(),
});
