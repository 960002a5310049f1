import type { ByteSource } from '../byte-source.ts';
import { limits } from '../limits.ts';
import type { FoundEncoding } from './detect-encoding.ts';
import { utf8Transcoder } from './utf8-transcoder.ts';

/** A text's bytes in UTF-8, in order. */
export interface Utf8Feed {
  /** Writes the next bytes into `target` from `at`; answers how many, 0 at the end. */
  fill(target: Buffer, at: number): Promise<number>;
}

/** Streams a text as UTF-8 bytes without its byte-order marks, converting it where it is written otherwise. */
export const utf8Feed = (source: ByteSource, found: FoundEncoding): Utf8Feed =>
  found.encoding === 'utf-8' ? directFeed(source, found.markBytes) : convertingFeed(source, found);

function directFeed(source: ByteSource, from: number): Utf8Feed {
  let position = from;
  return {
    fill: async (target, at) => {
      const length = Math.min(target.length - at, limits.blockBytes, source.size - position);
      if (length <= 0) return 0;
      const got = await source.read(target, at, length, position);
      position += got;
      return got;
    },
  };
}

function convertingFeed(source: ByteSource, found: FoundEncoding): Utf8Feed {
  const block = Buffer.allocUnsafe(limits.blockBytes >> 2);
  const transcode = utf8Transcoder(found.encoding);
  let position = found.markBytes;
  let pending: Buffer = Buffer.alloc(0);
  let ended = false;
  const more = async () => {
    const length = Math.min(block.length, source.size - position);
    const got = length <= 0 ? 0 : await source.read(block, 0, length, position);
    position += got;
    ended = got === 0;
    pending = transcode(block.subarray(0, got), ended);
  };
  return {
    fill: async (target, at) => {
      while (pending.length === 0 && !ended) await more();
      const copied = pending.copy(target, at);
      pending = pending.subarray(copied);
      return copied;
    },
  };
}
