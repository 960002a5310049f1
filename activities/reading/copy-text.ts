import { Utf8Buffer } from '../../domain/mapping/utf8-buffer.ts';

/** PostgreSQL's COPY text format: tab between values, `\N` for null, backslash escapes. */

export const nullText = '\\N';

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Any text without NUL. */
export const textValue = (text: string): string =>
  special.test(text) ? text.replace(/[\\\t\n\r]/g, (found) => escapes[found] ?? found) : text;

/** A bytea from hex digits. */
export const bytesValue = (hex: string): string => `\\\\x${hex}`;

const chunkBytes = 1 << 18;
const backslash = 0x5c;

/** Gathers lines and hands them out as buffers of about a quarter megabyte that can be transferred. */
export class CopyBuffer {
  readonly #open = new Utf8Buffer();
  #chunks: Uint8Array[] = [];
  #lines = 0;
  #flushed = 0;

  /** Part of a line: values that are escaped already, tabs included. */
  text(text: string): void {
    this.#open.text(text);
  }

  /** A value of JSON, which holds no raw control characters, so that only its backslashes need escaping. */
  json(json: Uint8Array): void {
    let from = 0;
    for (let at = json.indexOf(backslash); at >= 0; at = json.indexOf(backslash, from)) {
      this.#open.copy(json.subarray(from, at + 1));
      this.#open.byte(backslash);
      from = at + 1;
    }
    this.#open.copy(from === 0 ? json : json.subarray(from));
  }

  endLine(): void {
    this.#open.text('\n');
    this.#lines += 1;
    if (this.#open.length >= chunkBytes) this.#flush();
  }

  /** Lines ended since the last `take`. */
  get lines(): number {
    return this.#lines;
  }

  /** How many bytes those lines take. */
  get bytes(): number {
    return this.#flushed + this.#open.length;
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
    if (this.#open.length === 0) return;
    // A copy that has its memory to itself can be transferred; the open buffer is used again.
    const chunk = this.#open.view().slice();
    this.#chunks.push(chunk);
    this.#flushed += chunk.length;
    this.#open.clear();
  }
}
