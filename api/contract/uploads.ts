import { z } from 'zod';
import { pageOf, pageQuery, timestamp } from './page.ts';

export const upload = z
  .strictObject({
    upload_id: z.uuid(),
    name: z.string().describe('The name it is stored under'),
    path: z.string().describe('What a filesource connection names it by in `config.files`'),
    bytes: z.int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    uploaded_by: z.string(),
    created_at: timestamp,
  })
  .meta({ id: 'Upload' });
export const uploadPage = pageOf(upload).meta({ id: 'UploadPage' });
export const uploadsQuery = z.strictObject(pageQuery);
export const uploadParams = z.strictObject({ upload_id: z.uuid() });
export const uploadQuery = z.strictObject({
  replace: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true: a file of the same name is replaced; otherwise it is a 409'),
});
export const uploadForm = z.object({
  file: z.string().meta({ format: 'binary', description: 'One CSV, TSV, XLSX, JSONL or Parquet file' }),
});
