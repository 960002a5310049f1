import { limits } from '../limits.ts';

/** Bytes of an unreadable record as text that any database can keep: cut, without NUL, its wrong bytes as U+FFFD. */
export function shownRaw(bytes: Uint8Array): string {
  const cut = bytes.length > limits.maxRawBytes;
  const text = Buffer.from(bytes.subarray(0, limits.maxRawBytes)).toString('utf8').replaceAll('\0', '\u2400');
  return cut ? `${text}…` : text;
}
