import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '../../../domain/faults.ts';
import type { ByteSource } from '../decode/byte-source.ts';
import { fileFault } from './file-fault.ts';
import { edgesOf, FirstBytes, growsByLines } from './first-bytes.ts';
import type { Edges } from './first-bytes.ts';

/** Which content a file had when it was opened. */
export interface FileStamp {
  readonly size: number;
  /** Nanoseconds, as text. */
  readonly modified: string;
  readonly changed: string;
  readonly inode: string;
}

export interface OpenFile extends AsyncDisposable {
  /** As many as there were when it was opened, fewer where its last line was being written; see `FirstBytes`. */
  readonly bytes: ByteSource;
  readonly stamp: FileStamp;
  readonly handle: FileHandle;
  /** Leads another engine to these very bytes; where the system has no such paths, to the file's name. */
  readonly path: string;
  /** Of the bytes that it held when it was opened. */
  edges(): Promise<Edges>;
  /** True where the file may get further lines at its end without its content being another. */
  readonly growsByLines: boolean;
  /** @throws Fault `source_protocol` when the file was written to since it was opened, other than by lines added at its end */
  assertUnchanged(): Promise<void>;
}

const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a file below `root` (a real path) without following links. That no folder on the way is a link is checked after
 * opening, against the inode that was opened, so that nobody can swap a folder in between.
 */
export async function openFile(root: string, name: string): Promise<OpenFile> {
  const parts = partsOf(name);
  const target = path.join(root, ...parts);
  const handle = await open(target, flags).catch((error: unknown) => {
    throw fileFault(error, name);
  });
  try {
    const stat = await handle.stat({ bigint: true });
    if (!stat.isFile()) throw new Fault('source_object_missing', `${name} is no file`);
    await assertNoLinks(root, parts, stat);
    return opened(handle, name, stampOf(stat), target);
  } catch (error) {
    await handle.close();
    throw fileFault(error, name);
  }
}

/** The parts of a path inside the folder; anything that could lead out of it is refused. */
export function partsOf(name: string): string[] {
  const parts = name.split('/');
  if (/[\0\\]/.test(name) || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new Fault('source_object_missing', `${JSON.stringify(name)} names no file inside the folder`);
  }
  return parts;
}

interface Inode {
  readonly dev: bigint;
  readonly ino: bigint;
}

async function assertNoLinks(root: string, parts: readonly string[], opened: Inode): Promise<void> {
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const stat = await lstat(path.join(root, ...parts.slice(0, depth)), { bigint: true });
    const last = depth === parts.length;
    const same = stat.dev === opened.dev && stat.ino === opened.ino;
    if (stat.isSymbolicLink() || (last && !same)) {
      throw new Fault(
        'source_config_invalid',
        `${parts.join('/')} is reached through a link; put the file itself here`,
      );
    }
  }
}

interface Stat extends Inode {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

export const stampOf = ({ size, mtimeNs, ctimeNs, ino }: Stat): FileStamp => ({
  size: Number(size),
  modified: String(mtimeNs),
  changed: String(ctimeNs),
  inode: String(ino),
});

function opened(handle: FileHandle, name: string, stamp: FileStamp, target: string): OpenFile {
  const read: ByteSource['read'] = async (target, at, length, position) => {
    const got = await handle.read(target, at, length, position).catch((error: unknown) => {
      throw fileFault(error, name);
    });
    return got.bytesRead;
  };
  const file: ByteSource = { size: stamp.size, read };
  const grows = growsByLines(name);
  const first = new FirstBytes(file, async () => (await handle.stat()).size);
  let known = stamp;
  const assertUnchanged = async () => {
    const now = stampOf(await handle.stat({ bigint: true }));
    if (now.size === known.size && now.modified === known.modified) return;
    if (grows && now.size > stamp.size && (await first.isKept())) {
      known = now;
      return;
    }
    throw new Fault(
      'source_protocol',
      `${name} was changed while it was read; it is read again from its start`,
    );
  };
  return {
    bytes: grows ? first : file,
    stamp,
    handle,
    edges: () => (grows ? first.edges() : edgesOf(file, file.size)),
    growsByLines: grows,
    path: process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : target,
    assertUnchanged,
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
