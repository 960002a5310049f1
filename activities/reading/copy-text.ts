/** PostgreSQL's COPY text format: tab between values, `\N` for null, backslash escapes. */

export const nullText = '\\N';

/** JSON text holds no raw control characters, so only its backslashes need escaping. */
export const jsonValue = (json: string): string =>
  json.includes('\\') ? json.replaceAll('\\', '\\\\') : json;

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Any text without NUL. */
export const textValue = (text: string): string =>
  special.test(text) ? text.replace(/[\\\t\n\r]/g, (found) => escapes[found] ?? found) : text;

/** A bytea from hex digits. */
export const bytesValue = (hex: string): string => `\\\\x${hex}`;

/** Gathers lines and hands them out as buffers of about a quarter megabyte that can be transferred. */
export class CopyBuffer {
  #text = '';
  #chunks: Uint8Array[] = [];
  #lines = 0;
  #flushed = 0;

  add(line: string): void {
    this.#lines += 1;
    this.#text += line;
    if (this.#text.length >= 1 << 18) this.#flush();
  }

  /** Lines added since the last `take`. */
  get lines(): number {
    return this.#lines;
  }

  /** About how many bytes those lines take. */
  get bytes(): number {
    return this.#flushed + this.#text.length;
  }

  take(): readonly Uint8Array[] {
    this.#flush();
    this.#flushed = 0;
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#lines = 0;
    return chunks;
  }

  #flush(): void {
    if (this.#text === '') return;
    // A private buffer, not a slice of Node's pool: only that can be transferred.
    const chunk = new Uint8Array(Buffer.byteLength(this.#text));
    Buffer.from(chunk.buffer).write(this.#text);
    this.#chunks.push(chunk);
    this.#flushed += chunk.length;
    this.#text = '';
  }
}
