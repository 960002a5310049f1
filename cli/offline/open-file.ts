import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Decoder } from '../../connectors/filesource/decode/decoder.ts';
import {
  isReadable,
  openDecoder,
  readableExtensions,
} from '../../connectors/filesource/decode/open-decoder.ts';
import { Fault, isFault } from '../../domain/faults.ts';
import { unreadableFile } from '../text-files.ts';

/** Of several files it must be told which one is meant. */
const naming = (path: string, error: unknown): unknown => {
  const name = basename(path);
  const names = !isFault(error) || error.code !== 'source_data_unreadable' || error.message.includes(name);
  return names ? error : new Fault(error.code, `${name}: ${error.message}`, { cause: error });
};

/**
 * Works on the records of a file (CSV and what else the file source reads), read in place, without holding it in memory.
 * @throws Fault `not_found`, `source_data_unreadable`; both name the file
 */
export async function withRecordsOf<T>(path: string, work: (decoder: Decoder) => Promise<T>): Promise<T> {
  if (!isReadable(path)) {
    throw new Fault(
      'source_data_unreadable',
      `${path}: give a file of records (${readableExtensions.join(', ')})`,
    );
  }
  const found = await stat(path).catch((error: unknown) => {
    throw unreadableFile(path, error);
  });
  if (!found.isFile()) throw new Fault('not_found', `${path} is not a file`);
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw unreadableFile(path, error);
  });
  try {
    const bytes = {
      size: found.size,
      read: async (target: Buffer, at: number, length: number, position: number): Promise<number> =>
        (await handle.read(target, at, length, position)).bytesRead,
    };
    const decoder = await openDecoder({ name: basename(path), bytes, path }, {});
    try {
      return await work(decoder);
    } finally {
      await decoder.close();
    }
  } catch (error) {
    throw naming(path, error);
  } finally {
    await handle.close();
  }
}
