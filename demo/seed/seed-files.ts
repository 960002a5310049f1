import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const same = async (path: string, bytes: Buffer): Promise<boolean> => {
  try {
    return (await readFile(path)).equals(bytes);
  } catch {
    return false;
  }
};

/** Writes files into a folder, whole and only where they differ; answers how many were written. */
export const seedFiles = async (
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<number> => {
  await mkdir(folder, { recursive: true });
  let written = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const path = join(folder, name);
    if (await same(path, bytes)) continue;
    const part = join(folder, `.${name}.part`);
    await writeFile(part, bytes);
    await rename(part, path);
    written += 1;
  }
  return written;
};
