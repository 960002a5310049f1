import type { ByteSource } from '../../../../../connectors/filesource/decode/byte-source.ts';

/** Bytes that come a few at a time, so that every boundary between two reads falls somewhere else. */
export const drippingSource = (bytes: Buffer, portion: number): ByteSource => ({
  size: bytes.length,
  read: (target, at, length, position) =>
    Promise.resolve(bytes.copy(target, at, position, position + Math.min(length, portion))),
});
