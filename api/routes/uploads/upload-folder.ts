import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileKinds } from '../../../connectors/catalogue.ts';
import { Fault } from '../../../domain/faults.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Config } from '../../../platform/config.ts';

/** Below the tenant's own folder, where filesource connections find it. */
export const uploadsPath = 'uploads';

/** The folder of a tenant's uploads, made where it is missing. */
export const uploadFolder = async (
  { FILESOURCE_ROOT }: Pick<Config, 'FILESOURCE_ROOT'>,
  tenantId: TenantId,
): Promise<string> => {
  const folder = join(FILESOURCE_ROOT, tenantId, uploadsPath);
  await mkdir(folder, { recursive: true, mode: 0o750 });
  return folder;
};

const kinds: readonly string[] = fileKinds;

/**
 * A name that is one path segment on any system: the last part of what was given, in NFC, with letters, digits and `._ -()`
 * alone, no dot at the start, at most 120 characters. Throws `validation_failed` for a kind of file that nothing reads.
 */
export const safeName = (given: string): string => {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/[^\p{L}\p{N}._ ()-]/gu, '_').replace(/^[. ]+/, '');
  const dot = plain.lastIndexOf('.');
  const kind = plain.slice(dot + 1).toLowerCase();
  if (dot < 1 || !kinds.includes(kind)) {
    throw new Fault('validation_failed', 'The file is of no kind that can be read', {
      errors: [
        { pointer: '/file', code: 'unknown_kind', message: `Name it with one of ${kinds.join(', ')}` },
      ],
    });
  }
  return `${plain.slice(0, Math.min(dot, 110)).trim() || 'file'}.${kind}`;
};
