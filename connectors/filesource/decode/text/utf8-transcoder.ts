import type { Encoding } from './detect-encoding.ts';

/** A byte that no UTF-8 text holds: what cannot be converted becomes it, so that the row is refused, not altered. */
const refused = 0xff;

/** Converts a text block by block; `last` flushes what a cut character left behind. */
export type Transcode = (block: Buffer, last: boolean) => Buffer;

/** A converter to UTF-8 for any encoding that the WHATWG Encoding Standard names. */
export function utf8Transcoder(encoding: Encoding): Transcode {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return utf16Transcoder(encoding === 'utf-16be');
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (block, last) => {
    const text = decoder.decode(block, { stream: !last });
    return text.includes('\ufffd') ? withRefused(text, '\ufffd') : Buffer.from(text, 'utf8');
  };
}

/** UTF-16 by hand, because a lone surrogate must be refused and a true U+FFFD kept; TextDecoder makes them the same. */
function utf16Transcoder(bigEndian: boolean): Transcode {
  let carried: Buffer = Buffer.alloc(0);
  return (block, last) => {
    const bytes = Buffer.concat([carried, block]);
    const whole = last ? bytes.length & ~1 : wholeCharacters(bytes, bigEndian);
    carried = Buffer.from(bytes.subarray(whole));
    const units = bytes.subarray(0, whole);
    if (bigEndian) units.swap16();
    const text = units.toString('utf16le');
    const utf8 = text.isWellFormed() ? Buffer.from(text, 'utf8') : withRefused(text, /\p{Surrogate}/u);
    return last && carried.length > 0 ? Buffer.concat([utf8, Buffer.of(refused)]) : utf8;
  };
}

/** Bytes up to the last whole character: an odd byte and a high surrogate wait for the next block. */
function wholeCharacters(bytes: Buffer, bigEndian: boolean): number {
  const whole = bytes.length & ~1;
  if (whole === 0) return 0;
  const high = bytes[bigEndian ? whole - 2 : whole - 1] ?? 0;
  return (high & 0xfc) === 0xd8 ? whole - 2 : whole;
}

function withRefused(text: string, unknown: string | RegExp): Buffer {
  const parts = text.split(unknown).flatMap((part) => [Buffer.from(part, 'utf8'), Buffer.of(refused)]);
  return Buffer.concat(parts.slice(0, -1));
}
