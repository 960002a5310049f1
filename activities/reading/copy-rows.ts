import { Utf8Buffer } from '../../domain/mapping/utf8-buffer.ts';

/** "PGCOPY\n\xff\r\n\0", no flags, no extension. */
const header = Uint8Array.of(
  0x50,
  0x47,
  0x43,
  0x4f,
  0x50,
  0x59,
  0x0a,
  0xff,
  0x0d,
  0x0a,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
);
const chunkBytes = 1 << 18;
const lengthBytes = 4;

/**
 * Gathers rows in PostgreSQL's binary COPY format: a count of fields for each row and a length before each field. The server
 * neither looks for line ends nor for escapes in it. Hands them out as chunks of about a quarter megabyte, each a copy that `keep`
 * makes; all that one `take` gives is one COPY.
 */
export class CopyRows {
  readonly #open = new Utf8Buffer();
  readonly #keep: (bytes: Uint8Array) => Uint8Array;
  #chunks: Uint8Array[] = [];
  #rows = 0;
  #flushed = 0;

  constructor(keep: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes.slice()) {
    this.#keep = keep;
    this.#open.copy(header);
  }

  /** Begins a row of so many fields, which follow in their order. */
  begin(fields: number): void {
    this.#open.byte(fields >> 8);
    this.#open.byte(fields & 0xff);
  }

  null(): void {
    this.#integer(-1);
  }

  integer(value: number): void {
    this.#integer(lengthBytes);
    this.#integer(value);
  }

  /** Text without NUL, or JSON as text. */
  text(text: string): void {
    const from = this.#open.length;
    this.#integer(0);
    this.#open.text(text);
    this.#measure(from);
  }

  /** Text or JSON as UTF-8. */
  utf8(bytes: Uint8Array): void {
    this.#integer(bytes.length);
    this.#open.copy(bytes);
  }

  /** JSON for jsonb, whose first byte is the version of the format. */
  jsonb(json: string): void {
    const from = this.#open.length;
    this.#integer(0);
    this.#open.byte(1);
    this.#open.text(json);
    this.#measure(from);
  }

  /** A bytea from hex digits. */
  bytea(hex: string): void {
    this.#integer(hex.length / 2);
    for (let at = 0; at < hex.length; at += 2)
      this.#open.byte((digit(hex.charCodeAt(at)) << 4) | digit(hex.charCodeAt(at + 1)));
  }

  /** Ends a row. */
  end(): void {
    this.#rows += 1;
    if (this.#open.length >= chunkBytes) this.#flush();
  }

  /** Rows ended since the last `take`. */
  get rows(): number {
    return this.#rows;
  }

  /** How many bytes those rows take. */
  get bytes(): number {
    return this.#flushed + this.#open.length;
  }

  take(): readonly Uint8Array[] {
    this.begin(-1);
    this.#flush();
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#rows = 0;
    this.#flushed = 0;
    this.#open.copy(header);
    return chunks;
  }

  #integer(value: number): void {
    const open = this.#open;
    open.reserve(lengthBytes);
    putInteger(open.bytes, open.length, value);
    open.length += lengthBytes;
  }

  /** Fills in the length of the field that began at a place. */
  #measure(from: number): void {
    putInteger(this.#open.bytes, from, this.#open.length - from - lengthBytes);
  }

  #flush(): void {
    const chunk = this.#keep(this.#open.view());
    this.#chunks.push(chunk);
    this.#flushed += chunk.length;
    this.#open.clear();
  }
}

const putInteger = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >> 24;
  bytes[at + 1] = value >> 16;
  bytes[at + 2] = value >> 8;
  bytes[at + 3] = value;
};

/** 0 to 15 of a lower-case hex digit. */
const digit = (code: number): number => (code < 0x3a ? code - 0x30 : code - 0x57);
