import { limits } from '../limits.ts';
import type { Utf8Feed } from '../text/utf8-feed.ts';

export interface Element {
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
  /** The element or what follows it is not as an array's should be: nothing after it can be read. */
  readonly broken: boolean;
}

const comma = 0x2c;
const closing = 0x5d;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Streams the elements of a JSON array without reading it whole; bytes are valid until the next element is asked for. */
export async function* arrayElements(feed: Utf8Feed): AsyncGenerator<Element[]> {
  let window = Buffer.allocUnsafe(2 * limits.blockBytes);
  let filled = 0;
  let number = 0;
  const cutter = new ElementCutter();
  for (let got = -1; got !== 0 && !cutter.isDone();) {
    if (filled + limits.blockBytes > window.length) {
      const larger = Buffer.allocUnsafe(2 * window.length);
      window.copy(larger, 0, 0, filled);
      window = larger;
    }
    got = await feed.fill(window, filled);
    filled += got;
    const elements: Element[] = [];
    for (let cut = cutter.next(window, filled); cut !== null; cut = cutter.next(window, filled)) {
      elements.push({ bytes: window.subarray(...cut), number: (number += 1), broken: false });
    }
    const rest = filled - cutter.start;
    if (!cutter.isDone() && (got === 0 || rest > limits.maxRecordBytes)) {
      const shown = window.subarray(cutter.start, Math.min(filled, cutter.start + limits.maxRawBytes));
      elements.push({ bytes: shown, number: number + 1, broken: true });
      cutter.finish();
    }
    if (elements.length > 0) yield elements;
    window.copy(window, 0, cutter.start, filled);
    filled = rest;
    cutter.slide();
  }
}

/** Finds where elements begin and end by counting brackets outside strings. */
class ElementCutter {
  /** Where the element that is being looked at begins. */
  start = 0;
  private ended = false;
  private at = 0;
  private depth = 0;
  private inString = false;
  private inElement = false;

  /** Start and end of the next whole element of the window; null: more bytes are needed, or the array has ended. */
  next(bytes: Buffer, filled: number): [number, number] | null {
    while (this.at < filled && !this.ended) {
      const byte = bytes[this.at] as number;
      if (this.inString) this.passString(byte);
      else if (this.depth <= 1 && (byte === comma || byte === closing)) {
        const cut = this.cut(byte);
        if (cut !== null) return cut;
      } else this.pass(byte);
    }
    return null;
  }

  isDone(): boolean {
    return this.ended;
  }

  finish(): void {
    this.ended = true;
  }

  /** The window's bytes before `start` are gone. */
  slide(): void {
    this.at -= this.start;
    this.start = 0;
  }

  private cut(byte: number): [number, number] | null {
    const found: [number, number] | null = this.inElement ? [this.start, this.at] : null;
    this.at += 1;
    this.start = this.at;
    this.inElement = false;
    if (byte === closing) this.ended = true;
    return found;
  }

  private pass(byte: number): void {
    if (this.depth >= 1 && !this.inElement && !isSpace(byte)) {
      this.inElement = true;
      this.start = this.at;
    }
    if (byte === 0x22) this.inString = true;
    else if (byte === 0x7b || byte === 0x5b) this.depth += 1;
    else if (byte === 0x7d || byte === closing) this.depth -= 1;
    this.at += 1;
  }

  private passString(byte: number): void {
    this.at += byte === 0x5c ? 2 : 1;
    if (byte === 0x22) this.inString = false;
  }
}
