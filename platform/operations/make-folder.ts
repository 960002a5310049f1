import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder that somebody named, and those above it, each with this mode. Throws what the system says. Node's own
 * `recursive` tries for ever where a folder is there and denies it at the making of another, as those of /proc do.
 */
export const makeFolder = (folder: string, mode = 0o777): void => {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
    const above = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(above)) throw error;
    makeFolder(above, mode);
    mkdirSync(folder, { mode });
  }
};
