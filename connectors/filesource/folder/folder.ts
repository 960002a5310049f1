import { lstat, opendir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '../../../domain/faults.ts';
import type { Config } from '../config.ts';
import { isReadable, readableExtensions } from '../decode/open-decoder.ts';
import { fileFault } from './file-fault.ts';
import { openFile, partsOf } from './open-file.ts';
import type { OpenFile } from './open-file.ts';

const maxDepth = 8;
const maxEntries = 10_000;

export interface Listing {
  /** Names relative to the folder, sorted by code unit. */
  readonly files: readonly string[];
  /** Why other files are left out, one sentence each. */
  readonly notes: readonly string[];
}

/** The files that a connection may read: those of its folder that its list and its pattern let through. */
export class Folder {
  readonly root: string;
  private readonly config: Config;

  private constructor(root: string, config: Config) {
    this.root = root;
    this.config = config;
  }

  /** @throws Fault when the folder is missing or is reached through a link below the tenant's own folder */
  static async open(tenantFolder: string, config: Config): Promise<Folder> {
    const parts = config.folder === '' ? [] : partsOf(config.folder);
    try {
      await assertFolder(tenantFolder);
      let root = await realpath(tenantFolder);
      for (const part of parts) {
        root = path.join(root, part);
        await assertFolder(root);
      }
      return new Folder(root, config);
    } catch (error) {
      throw fileFault(error, config.folder);
    }
  }

  /** Whether the connection's list and pattern let this file through. */
  selects(name: string): boolean {
    const { files, glob } = this.config;
    return (
      (files === undefined || files.includes(name)) &&
      (glob === undefined || path.posix.matchesGlob(name, glob))
    );
  }

  async openFile(name: string): Promise<OpenFile> {
    partsOf(name);
    if (!this.selects(name)) {
      throw new Fault(
        'source_object_missing',
        `${JSON.stringify(name)} is not among this connection's files`,
      );
    }
    return openFile(this.root, name);
  }

  /** All files of this connection, looked for up to eight folders deep. */
  async list(): Promise<Listing> {
    const files: string[] = [];
    const notes: string[] = [];
    const ignored: string[] = [];
    for await (const { name, kind } of walk(this.root, '', 0)) {
      if (kind === 'deep') notes.push(`${name} is more than ${maxDepth} folders deep and is not looked into`);
      else if (!this.selects(name)) continue;
      else if (kind === 'link') notes.push(`${name} is a link and is not read; put the file itself here`);
      else if (isReadable(name)) files.push(name);
      else ignored.push(name);
    }
    if (ignored.length > 0) notes.push(ignoredNote(ignored.sort()));
    return { files: files.sort(), notes: notes.sort() };
  }
}

function ignoredNote(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(', ');
  const more = names.length > 20 ? ` and ${names.length - 20} more` : '';
  return `Not read, since they are none of ${readableExtensions.join(', ')}: ${shown}${more}`;
}

async function assertFolder(folder: string): Promise<void> {
  const stat = await lstat(folder);
  if (stat.isSymbolicLink())
    throw new Fault('source_config_invalid', 'The folder is a link; put the folder itself here');
  if (!stat.isDirectory())
    throw new Fault('source_config_invalid', 'The folder is a file; name the folder that holds it');
}

interface Entry {
  readonly name: string;
  /** `deep`: a folder that is not looked into. */
  readonly kind: 'file' | 'link' | 'deep';
}

/**
 * Files and links below a folder; names that begin with a dot are passed over, links are never followed. A folder below that
 * has gone meanwhile is empty.
 * @throws Fault `source_permission_denied` that names the folder
 */
async function* walk(
  root: string,
  below: string,
  depth: number,
  count = { entries: 0 },
): AsyncGenerator<Entry> {
  const entries = await opendir(path.join(root, below)).catch((error: unknown) => {
    const fault = fileFault(error, below);
    if (below !== '' && fault.code === 'source_object_missing') return [];
    throw fault;
  });
  for await (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    count.entries += 1;
    if (count.entries > maxEntries) {
      throw new Fault(
        'source_config_invalid',
        `The folder holds more than ${maxEntries} files; name a smaller one`,
      );
    }
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < maxDepth) yield* walk(root, name, depth + 1, count);
      else yield { name, kind: 'deep' };
    } else if (entry.isSymbolicLink()) yield { name, kind: 'link' };
    else if (entry.isFile()) yield { name, kind: 'file' };
  }
}
