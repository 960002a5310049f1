import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type Upload = Selectable<Tables['uploads']>;
export type ListedUpload = Upload & { readonly position: string };

/** Uploaded files, newest first, behind `after`. */
export const listUploads = async (
  { db }: TenantTransaction,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedUpload[]> => {
  const query = db
    .selectFrom('uploads')
    .selectAll()
    .select(microseconds('created_at').as('position'))
    .orderBy('created_at', 'desc')
    .orderBy('upload_id', 'desc')
    .limit(limit);
  return await (
    after === undefined ? query : query.where(olderThan('created_at', 'upload_id', after))
  ).execute();
};

/** Notes a stored file in place of one of the same name. */
export const addUpload = async (
  { db, tenantId }: TenantTransaction,
  file: {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: Buffer;
    readonly uploadedBy: string;
  },
): Promise<Upload> => {
  await db.deleteFrom('uploads').where('name', '=', file.name).execute();
  return await db
    .insertInto('uploads')
    .values({
      tenant_id: tenantId,
      upload_id: randomUUID(),
      name: file.name,
      bytes: file.bytes,
      sha256: file.sha256,
      uploaded_by: file.uploadedBy,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
};

/** Forgets a file; answers what it was, or undefined. */
export const removeUpload = async (
  { db }: TenantTransaction,
  uploadId: string,
): Promise<Upload | undefined> =>
  await db.deleteFrom('uploads').where('upload_id', '=', uploadId).returningAll().executeTakeFirst();
