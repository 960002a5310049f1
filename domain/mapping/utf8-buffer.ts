/** Gathers UTF-8 in one buffer that grows as it must. Text is written unit by unit: no string is joined or flattened for it. */
export class Utf8Buffer {
  /** What was written stands in the first `length` bytes. */
  bytes = new Uint8Array(1 << 12);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** What was written from one place to another; valid until the next write. */
  view(from = 0, to = this.length): Uint8Array {
    return this.bytes.subarray(from, to);
  }

  byte(code: number): void {
    this.reserve(1);
    this.bytes[this.length] = code;
    this.length += 1;
  }

  /** Text as it is; half a character becomes U+FFFD. */
  text(text: string): void {
    this.reserve(3 * text.length);
    const { bytes } = this;
    let at = this.length;
    for (let unit = 0; unit < text.length; unit += 1) {
      const code = text.charCodeAt(unit);
      if (code < 0x80) {
        bytes[at] = code;
        at += 1;
      } else if (isPair(text, unit)) {
        at = putCode(bytes, at, text.codePointAt(unit) ?? 0);
        unit += 1;
      } else at = putCode(bytes, at, isHalf(code) ? 0xfffd : code);
    }
    this.length = at;
  }

  copy(source: Uint8Array): void {
    const { length } = source;
    this.reserve(length);
    const { bytes, length: from } = this;
    // Calling out for a few bytes takes longer than copying them.
    if (length > 48) bytes.set(source, from);
    else for (let at = 0; at < length; at += 1) bytes[from + at] = source[at] as number;
    this.length = from + length;
  }

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more));
    grown.set(this.view());
    this.bytes = grown;
  }
}

/** Half of a surrogate pair. */
export const isHalf = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/** Whether a pair of surrogates begins at a unit of the text. */
export const isPair = (text: string, unit: number): boolean => {
  const code = text.charCodeAt(unit);
  if (code < 0xd800 || code > 0xdbff) return false;
  const next = text.charCodeAt(unit + 1);
  return next >= 0xdc00 && next <= 0xdfff;
};

/** Writes a code point beyond ASCII; answers the place after it. */
export const putCode = (bytes: Uint8Array, at: number, code: number): number => {
  if (code < 0x800) {
    bytes[at] = 0xc0 | (code >> 6);
    bytes[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    bytes[at] = 0xe0 | (code >> 12);
    bytes[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (code >> 18);
  bytes[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
};
