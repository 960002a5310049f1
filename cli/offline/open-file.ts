import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Decoder } from '../../connectors/filesource/decode/decoder.ts';
import {
  isReadable,
  openDecoder,
  readableExtensions,
} from '../../connectors/filesource/decode/open-decoder.ts';
import { Fault } from '../../domain/faults.ts';

/** A file of records, read in place. */
export interface OpenFile {
  readonly decoder: Decoder;
  readonly close: () => Promise<void>;
}

/**
 * Opens a file of records (CSV and what else the file source reads) without holding it in memory.
 * @throws Fault `not_found`, `source_data_unreadable`
 */
export async function openFile(path: string): Promise<OpenFile> {
  if (!isReadable(path)) {
    throw new Fault(
      'source_data_unreadable',
      `${path}: give a file of records (${readableExtensions.join(', ')})`,
    );
  }
  const found = await stat(path).catch((error: unknown) => {
    throw new Fault('not_found', `${path} cannot be read: ${error instanceof Error ? error.message : ''}`);
  });
  if (!found.isFile()) throw new Fault('not_found', `${path} is not a file`);
  const handle = await open(path, 'r');
  try {
    const bytes = {
      size: found.size,
      read: async (target: Buffer, at: number, length: number, position: number): Promise<number> =>
        (await handle.read(target, at, length, position)).bytesRead,
    };
    const decoder = await openDecoder({ name: basename(path), bytes, path }, {});
    return {
      decoder,
      close: async () => {
        await decoder.close();
        await handle.close();
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
