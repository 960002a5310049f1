import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '../../../domain/faults.ts';
import { fileFault } from '../folder/file-fault.ts';
import { partsOf, stampOf } from '../folder/open-file.ts';
import type { FileStamp } from '../folder/open-file.ts';

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Puts new content in a file's place at once: a reader sees the old file or the new one, also after a crash. The content
 * goes to a hidden file beside it first, is flushed, and takes the name.
 * @param was the file as it was read, which must still be there; null: there must be none
 * @throws Fault `source_protocol` when somebody else has written meanwhile
 */
export async function replaceFile(
  root: string,
  name: string,
  was: FileStamp | null,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const parts = partsOf(name);
  const target = path.join(root, ...parts);
  await assertPlainFolders(root, parts.slice(0, -1));
  const temporary = path.join(path.dirname(target), `.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, flags, 0o640);
    try {
      for await (const bytes of content) await handle.appendFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await assertStill(target, name, was);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileFault(error, name);
  }
  await syncFolder(path.dirname(target));
}

/** Only folders on the way, no links. */
async function assertPlainFolders(root: string, parts: readonly string[]): Promise<void> {
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const part = parts.slice(0, depth).join('/');
    const stat = await lstat(path.join(root, part)).catch((error: unknown) => {
      throw fileFault(error, part);
    });
    if (!stat.isDirectory())
      throw new Fault('source_config_invalid', `${part} is a link or a file, not a folder`);
  }
}

async function assertStill(target: string, name: string, was: FileStamp | null): Promise<void> {
  const now = await lstat(target, { bigint: true }).then(stampOf, () => null);
  const same = now?.inode === was?.inode && now?.size === was?.size && now?.modified === was?.modified;
  if (!same)
    throw new Fault('source_protocol', `${name} was changed by somebody else meanwhile; it is tried again`);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
