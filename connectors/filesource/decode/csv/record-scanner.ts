import { limits } from '../limits.ts';
import type { Dialect } from './dialect.ts';

/** Marks of a cell. */
export const nonAscii = 1;
export const doubledQuote = 2;
export const backslash = 4;

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;

/** How a cell or a record came out. */
const nextCell = 0;
const recordEnd = 1;
const incomplete = 2;
const broken = 3;
type Outcome = typeof nextCell | typeof recordEnd | typeof incomplete | typeof broken;

/** What is wrong with a record, or null. */
export type Problem = null | 'broken_quote' | 'row_too_long' | 'too_many_columns';

/**
 * Finds the records and cells of delimited text (RFC 4180, and what real files make of it) in a window of UTF-8 bytes,
 * without building a string: delimiters, quotes and line breaks are ASCII and never occur inside a longer sequence.
 *
 * A quote that is never closed, or is followed by text, spoils only its own line: scanning goes on at the next one.
 * The search for the closing quote is bounded by the longest record, and, once many searches were in vain, by 64 kB.
 */
export class RecordScanner {
  /** Start, end and marks of each cell of the current record. */
  bounds = new Int32Array(3 * 64);
  cells = 0;
  /** The current record without its line break, and where the next one starts. */
  start = 0;
  end = 0;
  next = 0;
  /** Line number of the current record's first line, from 1. */
  line = 1;
  problem: Problem = null;
  hasNul = false;
  /** The beginning of an overlong record whose bytes have left the window. */
  prefix: Buffer | null = null;

  private readonly delimiter: number;
  private readonly quote: number;
  private readonly escapes: boolean;
  private readonly plain = new Uint8Array(256);
  private readonly quoted = new Uint8Array(256);
  private bytes: Uint8Array = new Uint8Array(0);
  private limit = 0;
  private final = false;
  private at = 0;
  private breaks = 0;
  private nextLine = 1;
  private skipping = false;
  /** Where the quoted cell begins that is being scanned or is spoilt; -1: none. */
  private opening = -1;
  private wasted = 0;
  private consumed = 0;

  constructor(dialect: Pick<Dialect, 'delimiter' | 'quote' | 'escape'>) {
    this.delimiter = dialect.delimiter.charCodeAt(0);
    this.quote = dialect.quote.charCodeAt(0);
    this.escapes = dialect.escape === 'backslash';
    for (const byte of [this.delimiter, LF, CR, 0]) this.plain[byte] = 1;
    for (const byte of [this.quote, LF, CR, 0]) this.quoted[byte] = 1;
    if (this.escapes) this.quoted[BACKSLASH] = 1;
  }

  /** Takes a window whose first byte follows the last record handed out; `final`: nothing comes after it. */
  attach(bytes: Uint8Array, limit: number, final: boolean): void {
    this.bytes = bytes;
    this.limit = limit;
    this.final = final;
    this.next = 0;
  }

  /** Moves to the next record; false when the window holds no further whole one. Blank lines are passed over. */
  advance(): boolean {
    for (;;) {
      if (this.next >= this.limit && !(this.skipping && this.final)) return false;
      this.begin();
      if (this.skipping) return this.skipLongRecord();
      const outcome = this.scanRecord();
      if (outcome === incomplete && this.limit - this.start <= limits.maxRecordBytes) return false;
      if (outcome !== recordEnd) return this.recover();
      if (this.at - this.start > limits.maxRecordBytes) this.problem = 'row_too_long';
      this.accept();
      if (this.end > this.start) return true;
    }
  }

  private begin(): void {
    this.start = this.at = this.next;
    this.line = this.nextLine;
    this.cells = this.breaks = 0;
    this.hasNul = false;
    this.problem = null;
    this.opening = -1;
    if (!this.skipping) this.prefix = null;
  }

  private accept(): void {
    this.next = this.at;
    this.nextLine = this.line + this.breaks + 1;
    this.consumed += this.next - this.start;
  }

  private scanRecord(): Outcome {
    for (;;) {
      const isQuoted = this.at < this.limit && this.bytes[this.at] === this.quote;
      const outcome = isQuoted ? this.scanQuoted() : this.scanPlain();
      if (outcome !== nextCell) return outcome;
    }
  }

  private scanPlain(): Outcome {
    const { bytes, plain, limit } = this;
    const start = this.at;
    let at = start;
    let seen = 0;
    for (;;) {
      let byte = 0;
      while (at < limit && plain[(byte = bytes[at] as number)] === 0) {
        seen |= byte;
        at += 1;
      }
      if (byte !== 0 || at >= limit) break;
      this.hasNul = true;
      at += 1;
    }
    this.at = at;
    this.addCell(start, at, seen > 0x7f ? nonAscii : 0);
    return this.endCell();
  }

  private scanQuoted(): Outcome {
    const { bytes, quoted, quote, limit } = this;
    const start = this.at + 1;
    const end = Math.min(limit, start + this.searchBytes());
    this.opening = this.at;
    let marks = 0;
    let seen = 0;
    let at = start;
    for (;;) {
      let byte = 0;
      while (at < end && quoted[(byte = bytes[at] as number)] === 0) {
        seen |= byte;
        at += 1;
      }
      if (at >= end) return end < limit || this.final ? broken : incomplete;
      if (byte === quote && !this.isDoubled(at)) break;
      marks |= this.noteInQuotes(byte, at);
      at += byte === quote || byte === BACKSLASH ? 2 : 1;
    }
    return this.endQuoted(start, at, seen > 0x7f ? marks | nonAscii : marks);
  }

  private endQuoted(start: number, end: number, marks: number): Outcome {
    if (end + 1 >= this.limit && !this.final) return incomplete;
    this.addCell(start, end, marks);
    this.at = end + 1;
    const outcome = this.endCell();
    if (outcome !== broken) this.opening = -1;
    return outcome;
  }

  private isDoubled(at: number): boolean {
    return !this.escapes && at + 1 < this.limit && this.bytes[at + 1] === this.quote;
  }

  /** Takes down what stands inside quotes and is no letter; answers the cell's mark for it. */
  private noteInQuotes(byte: number, at: number): number {
    if (byte === this.quote) return doubledQuote;
    if (byte === BACKSLASH) return backslash;
    if (byte === LF || (byte === CR && this.bytes[at + 1] !== LF)) this.breaks += 1;
    else if (byte === 0) this.hasNul = true;
    return 0;
  }

  private addCell(start: number, end: number, marks: number): void {
    const place = this.cells * 3;
    if (place >= this.bounds.length) {
      const grown = new Int32Array(this.bounds.length * 2);
      grown.set(this.bounds);
      this.bounds = grown;
    }
    this.bounds[place] = start;
    this.bounds[place + 1] = end;
    this.bounds[place + 2] = marks;
    if (this.cells < limits.maxColumns) this.cells += 1;
    else this.problem = 'too_many_columns';
  }

  private endCell(): Outcome {
    const { at, limit } = this;
    this.end = at;
    if (at >= limit) return this.final ? recordEnd : incomplete;
    const byte = this.bytes[at] as number;
    if (byte === this.delimiter) {
      this.at = at + 1;
      return nextCell;
    }
    if (byte === LF) {
      this.at = at + 1;
      return recordEnd;
    }
    if (byte !== CR) return broken;
    if (at + 1 >= limit && !this.final) return incomplete;
    this.at = this.bytes[at + 1] === LF && at + 1 < limit ? at + 2 : at + 1;
    return recordEnd;
  }

  /** How far a closing quote is looked for: less once the searches in vain cost far more than the file itself. */
  private searchBytes(): number {
    const patient = this.wasted < (64 << 20) + 8 * this.consumed;
    return patient ? limits.maxRecordBytes : 64 << 10;
  }

  /** Gives up the current record: up to the end of the line that holds the spoilt quote, or of the overlong line. */
  private recover(): boolean {
    const inQuotes = this.opening >= 0;
    const from = inQuotes ? this.opening : this.start;
    this.wasted += this.limit - this.start;
    this.breaks = this.breaksBetween(this.start, from);
    const found = this.findBreak(from);
    if (found < 0 && !this.final) {
      if (this.limit - this.start <= limits.maxRecordBytes) return false;
      this.skipping = true;
      this.prefix = Buffer.from(this.bytes.subarray(this.start, this.start + limits.maxRawBytes));
      return this.skipLongRecord();
    }
    this.problem = inQuotes ? 'broken_quote' : 'row_too_long';
    this.finishAt(found);
    return true;
  }

  /** Passes over a line that is longer than any record may be; its beginning is handed out as unreadable. */
  private skipLongRecord(): boolean {
    const found = this.findBreak(this.start);
    if (found < 0 && !this.final) {
      this.consumed += this.limit - this.start;
      this.next = this.bytes[this.limit - 1] === CR ? this.limit - 1 : this.limit;
      return false;
    }
    this.skipping = false;
    this.problem = 'row_too_long';
    this.finishAt(found);
    return true;
  }

  private finishAt(found: number): void {
    this.end = found < 0 ? this.limit : found;
    this.at = this.end;
    if (this.end < this.limit) {
      const pair = this.bytes[this.end] === CR && this.bytes[this.end + 1] === LF;
      this.at += pair && this.end + 1 < this.limit ? 2 : 1;
    }
    this.accept();
  }

  /** The next line break; a CR at the end of the window is none yet, since its LF may follow. */
  private findBreak(from: number): number {
    for (let at = from; at < this.limit; at += 1) {
      const byte = this.bytes[at];
      if (byte === LF || (byte === CR && (this.final || at + 1 < this.limit))) return at;
    }
    return -1;
  }

  private breaksBetween(from: number, to: number): number {
    let breaks = 0;
    for (let at = from; at < to; at += 1) {
      const byte = this.bytes[at];
      if (byte === LF || (byte === CR && this.bytes[at + 1] !== LF)) breaks += 1;
    }
    return breaks;
  }
}
