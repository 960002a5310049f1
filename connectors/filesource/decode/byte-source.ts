/** Random access to a file's bytes; a file handle, or a buffer in tests and offline tools. */
export interface ByteSource {
  /** In bytes, fixed when the source was opened: what is appended later is not read. */
  readonly size: number;
  /** Fills `target` from `at` with up to `length` bytes that stand at `position`; answers how many it got. */
  read(target: Buffer, at: number, length: number, position: number): Promise<number>;
}

/** A byte source over bytes in memory. */
export const bufferSource = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: (target, at, length, position) =>
    Promise.resolve(bytes.copy(target, at, position, Math.min(bytes.length, position + length))),
});

/** The bytes of one range, or fewer where the source ends. */
export async function readRange(source: ByteSource, position: number, length: number): Promise<Buffer> {
  const wanted = Math.max(0, Math.min(length, source.size - position));
  const bytes = Buffer.allocUnsafe(wanted);
  let got = 0;
  while (got < wanted) {
    const more = await source.read(bytes, got, wanted - got, position + got);
    if (more === 0) break;
    got += more;
  }
  return bytes.subarray(0, got);
}
